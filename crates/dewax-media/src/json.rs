//! JSON for people and for programs.

use serde::Serialize;

/// JSON for people: indented, but lists of numbers stay on one line.
pub fn to_json<T: Serialize>(value: &T) -> String {
    let value = serde_json::to_value(value).unwrap_or(serde_json::Value::Null);
    let mut out = String::new();
    json_value(&value, 0, &mut out);
    out.push('\n');
    out
}

fn json_value(value: &serde_json::Value, depth: usize, out: &mut String) {
    use serde_json::Value;
    let flat = |v: &Value| !matches!(v, Value::Array(_) | Value::Object(_));
    let row = |v: &Value| v.as_array().is_some_and(|a| a.iter().all(flat));
    let indent = |out: &mut String, depth: usize| {
        out.push('\n');
        out.push_str(&"  ".repeat(depth));
    };
    match value {
        // A list of numbers, or of short lists of numbers (matrices, colours): no line breaks inside the short ones.
        Value::Array(items) if items.iter().all(flat) => out.push_str(&value.to_string()),
        Value::Array(items) => {
            out.push('[');
            for (i, item) in items.iter().enumerate() {
                out.push_str(if i > 0 { "," } else { "" });
                indent(out, depth + 1);
                if row(item) { out.push_str(&item.to_string()) } else { json_value(item, depth + 1, out) }
            }
            indent(out, depth);
            out.push(']');
        }
        Value::Object(fields) if fields.is_empty() => out.push_str("{}"),
        Value::Object(fields) => {
            out.push('{');
            for (i, (key, item)) in fields.iter().enumerate() {
                out.push_str(if i > 0 { "," } else { "" });
                indent(out, depth + 1);
                out.push_str(&Value::String(key.clone()).to_string());
                out.push_str(": ");
                json_value(item, depth + 1, out);
            }
            indent(out, depth);
            out.push('}');
        }
        plain => out.push_str(&plain.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_for_people_and_exact() {
        let value = serde_json::json!({"a": [1, 0.4f32, 3], "b": {"c": [[1, 2], [3, 4]]}, "d": {}, "e": []});
        let text = to_json(&value);
        assert!(text.contains("  \"a\": [1,"), "{text}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap(), value);
        let float = to_json(&[0.4f32]);
        assert_eq!(float, "[0.4]\n", "the shortest decimal");
    }
}
