//! What other surfaces show of the tables: JSON schemas and the manual's pages. Nothing here is written twice.

use crate::advice::Hints;
use crate::analysis::Analysis;
use crate::certificate::Cause;
use crate::checks::CHECKS;
use crate::param::{Kind, Param, Value};
use crate::recipe::{LOOK_VERSION, LOOKS, Look, RECIPE_VERSION};
use crate::report::{FaceTable, Report};
use crate::steps::STEPS;
use serde_json::{Map, Value as Json, json};

/// Names of the schemas, as `dewax schema` takes them.
pub const SCHEMAS: [&str; 5] = ["look", "recipe", "analysis", "report", "faces"];

/// The JSON schema of a file format; `None` for an unknown name.
pub fn schema(name: &str) -> Option<Json> {
    Some(match name {
        "look" => look_schema(),
        "recipe" => recipe_schema(),
        "analysis" => schemars::schema_for!(Analysis).to_value(),
        "report" => schemars::schema_for!(Report).to_value(),
        "faces" => schemars::schema_for!(FaceTable).to_value(),
        _ => return None,
    })
}

/// A value as JSON, numbers as their shortest decimals.
fn value_json(param: &Param, value: &Value) -> Json {
    serde_json::to_value(param.to_toml(value)).unwrap_or(Json::Null)
}

fn param_schema(param: &Param) -> Json {
    let shortest = |v: f32| v.to_string().parse::<f64>().unwrap_or_default();
    let number =
        |min: f32, max: f32| json!({"type": "number", "minimum": shortest(min), "maximum": shortest(max)});
    let mut out = match param.kind {
        Kind::F { min, max, .. } => number(min, max),
        Kind::I { min, max } => json!({"type": "integer", "minimum": min, "maximum": max}),
        Kind::B => json!({"type": "boolean"}),
        Kind::Pick { names } => json!({"enum": names}),
        Kind::V { count, min, max } => {
            json!({"type": "array", "minItems": count, "maxItems": count, "items": number(min, max)})
        }
        Kind::T { most } => json!({"type": "string", "maxLength": most}),
        Kind::List { of, most } => {
            let fields: Map<String, Json> = of.iter().map(|p| (p.name.into(), param_schema(p))).collect();
            let record = json!({"type": "object", "additionalProperties": false, "properties": fields});
            json!({"type": "array", "maxItems": most, "items": record})
        }
    };
    out["description"] = json!(doc(param));
    out["default"] = value_json(param, &param.default);
    if let Kind::F { cap, max, .. } = param.kind
        && cap < max
    {
        out["x-limit"] = json!(shortest(cap));
    }
    out
}

/// A parameter's doc with its unit.
pub fn doc(param: &Param) -> String {
    let text = param.doc.trim();
    if param.unit.is_empty() { text.into() } else { format!("{text} [{}]", param.unit) }
}

fn steps_schema(complete: bool) -> Map<String, Json> {
    let one = |e: &crate::step::Entry| {
        let fields: Map<String, Json> = e.params.iter().map(|p| (p.name.into(), param_schema(p))).collect();
        let mut out = json!({
            "type": "object", "description": e.doc, "additionalProperties": false, "properties": fields,
        });
        if complete {
            out["required"] = json!(e.params.iter().map(|p| p.name).collect::<Vec<_>>());
        }
        (e.name.to_string(), out)
    };
    STEPS.iter().map(one).collect()
}

fn look_schema() -> Json {
    let mut properties = steps_schema(false);
    properties.insert("look_version".into(), json!({"const": LOOK_VERSION}));
    properties.insert("name".into(), json!({"type": "string"}));
    properties.insert("about".into(), json!({"type": "string"}));
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "dewax look",
        "description": "Taste: portable, knows no clip. Steps that are not named change nothing.",
        "type": "object",
        "required": ["look_version", "name", "about"],
        "additionalProperties": false,
        "properties": properties,
    })
}

fn recipe_schema() -> Json {
    let mut shot = steps_schema(true);
    shot.insert("first_frame".into(), json!({"type": "integer", "minimum": 0}));
    shot.insert("frames".into(), json!({"type": "integer", "minimum": 1}));
    let required: Vec<String> = shot.keys().cloned().collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "dewax recipe",
        "description": "A look applied to one clip, every value written out.",
        "type": "object",
        "required": ["recipe_version", "dewax", "look", "seed", "tier", "source", "shot"],
        "additionalProperties": false,
        "properties": {
            "recipe_version": {"const": RECIPE_VERSION},
            "dewax": {"type": "string"},
            "look": {"type": "string"},
            "seed": {"type": "integer", "minimum": 0},
            "tier": {"enum": ["Mesh", "BoxOnly", "ColourOnly"]},
            "source": {
                "type": "object",
                "required": ["name", "fingerprint", "width", "height", "frames"],
                "additionalProperties": false,
                "properties": {
                    "name": {"type": "string"}, "fingerprint": {"type": "string"},
                    "width": {"type": "integer"}, "height": {"type": "integer"}, "frames": {"type": "integer"},
                },
            },
            "matte": {
                "type": "object",
                "description": "The mask that was given; left out when dewax finds the skin.",
                "required": ["file", "fingerprint"],
                "additionalProperties": false,
                "properties": {"file": {"type": "string"}, "fingerprint": {"type": "string"}},
            },
            "graft": {
                "type": "object",
                "description": "The file with the pores of a portrait or character; left out when they are made.",
                "required": ["file", "sha256"],
                "additionalProperties": false,
                "properties": {"file": {"type": "string"}, "sha256": {"type": "string"}},
            },
            "shot": {
                "type": "array",
                "items": {
                    "type": "object", "required": required, "additionalProperties": false, "properties": shot,
                },
            },
        },
    })
}

/// The reference pages: steps with their parameters, checks, looks.
pub fn manual() -> String {
    let mut out = String::from(
        "# Reference\n\nMade from the program's own tables by `cargo xtask gen`; do not edit.\n\n\
         ## Steps, in the order in which they run\n",
    );
    for e in STEPS {
        out += &format!("\n### {}\n\n{}\n\n", e.name, e.doc);
        if !e.needs.is_empty() {
            out += &format!("Needs: {}.\n\n", e.needs.join(", "));
        }
        out += "| parameter | default | values | limit | meaning |\n|---|---|---|---|---|\n";
        for p in e.params {
            let limit = match p.kind {
                Kind::F { cap, max, .. } if cap < max => cap.to_string(),
                _ => String::new(),
            };
            out +=
                &format!("| `{}` | {} | {} | {limit} | {} |\n", p.name, p.show(&p.default), p.want(), doc(p));
        }
    }
    out += "\n## Checks\n\nHow well each tells flawed from real skin was measured: see [calibration](calibration.md).\n";
    for c in CHECKS {
        out += &format!(
            "\n### {}\n\n**What it measures.** {}\n\n**Why it looks plastic.** {}\n\n**Treat or regenerate.** {}\n",
            c.name, c.measures, c.why, c.remedy
        );
    }
    out += VERDICTS;
    for g in &Hints::own().generators {
        if let Some((frames, rate)) = g.frames.zip(g.frames_per_second) {
            out += &format!("| {} | {frames} | {rate} |\n", g.name);
        }
    }
    out += CERTIFICATE;
    for cause in Cause::ALL {
        out += &format!("| {} | {} |\n", cause.words(), cause.meaning());
    }
    out += "\n## Looks\n\n";
    for (name, text) in LOOKS {
        let about = Look::parse(text, crate::param::Limits::Hold).map(|l| l.about).unwrap_or_default();
        out += &format!("- **{name}**: {about}\n");
    }
    out
}

/// How findings become a verdict; ends in the head of a table of generators.
const VERDICTS: &str = "
## Verdicts

What cannot be repaired decides before what can: a finding whose remedy is to regenerate makes the shot REGENERATE, and the
report says what to ask for next time. Otherwise a finding that a step treats makes it TREAT, but only after a *trial
repair*: the worst second of the shot is rendered in memory and judged as a finished file is. What does not hold is weakened
by half, twice, and then left out; the strengths that hold go into the recipe. If nothing holds, or nothing is left of it, the
shot is LEAVE, and the report says why. Where nothing was tried (`verify`, a recipe that was given) the report says that, too.
Findings that no step treats are named and leave the verdict alone.

Repair in post when the flaw is minor, the shot is short, the face is frontal or in stable three-quarter view, and no hand or
outline is wrong. Generate again when jaw or ears breathe clearly, when first and last second are not the same person, when
colour drifts far and on to the end, and when the face is in strict profile throughout.

What to ask for is a table of hints, each with its source (`dewax advise`). Faces hold best within the length that a generator was made for. A file
that names its generator gets this in its advice:

| generator | frames | frames per second |
|---|---|---|
";

/// What a certificate means; ends in the head of a table of causes.
const CERTIFICATE: &str = "
## Certificate

Judged per shot and face on the decoded file, along the *source's* lock, so that a result cannot make its own motion look good.
Texture counts as kept when the result's frame still shares it with *another frame of the source*: blur lowers that, and no
noise, boil or pattern can raise it. At most 1 dB may go, and at most 2 dB more than was asked for may come. The picture around
the skin, eyes and lips included, must be what one curve per plane and frame explains.

First is asked whether range and curve are the source's, whether frames come in its order, and whether the picture lies where it lay:
where not, that alone is named, and the skin counts as not judged. Then every frame is compared at every place, in brightness and both
colours: squares of 0.3 eye distances, the worst one in at least three frames (or in one, where it is plain) and over half a second.
Eyes, lips, brows, teeth and hair on a face are surroundings and may not change. Grain must lie on the skin as around it.

PASS means that skin was judged. Where none was, the certificate says \"PASS (skin not judged: why)\", and `verify` ends with exit
code 4. A clip in which nothing moves cannot tell an average over time from a repair, nor what sticks to the screen from what
sticks to the skin; there the certificate says \"n/a\".

`dewax verify OUT --source CLIP` judges any file beside its source. Without a recipe nothing was asked for, and a grade counts
as changed surroundings. `fix` renders again with less where its own result does not hold, up to three times; what still fails
is delivered, said, and ends with exit code 3. What an encoder with a rate factor took from a shot whose trial held is not made
better by less treatment: without `--crf` the file is written again with a finer one, twice at most, and the report says so; then it
says to write a master.

| a failure names | which means |
|---|---|
";
