//! What a running program and everything it started take: peak memory, and processor time.

use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How often the processes are looked at.
const EVERY: Duration = Duration::from_millis(20);

/// What a run took.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Cost {
    /// From start to end, in seconds.
    pub(crate) wall_s: f64,
    /// Of all processors and all processes together, in seconds.
    pub(crate) cpu_s: f64,
    /// The largest sum over all processes, in MiB; pages that several share count once.
    pub(crate) peak_mib: f64,
}

/// Runs a command to its end. `codes` are the exit codes that are no failure.
pub(crate) fn watch(command: &mut Command, codes: &[i32]) -> Result<Cost> {
    let before = children_cpu_s()?;
    let start = Instant::now();
    let mut child =
        command.stdin(Stdio::null()).stdout(Stdio::null()).spawn().with_context(|| format!("{command:?}"))?;
    let mut cost = Cost::default();
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        cost.peak_mib = cost.peak_mib.max(tree_mib(child.id()));
        std::thread::sleep(EVERY);
    };
    cost.wall_s = start.elapsed().as_secs_f64();
    cost.cpu_s = children_cpu_s()? - before;
    if !status.code().is_some_and(|code| codes.contains(&code)) {
        bail!("{command:?} ended with {status}");
    }
    Ok(cost)
}

/// Processor time of all children that have ended and were waited for, theirs included, in seconds.
fn children_cpu_s() -> Result<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").context("this measurement needs Linux (/proc)")?;
    // The name, in brackets, may hold anything; cutime and cstime are fields 16 and 17, in ticks of 1/100 s.
    let fields: Vec<&str> = stat.rsplit(") ").next().unwrap_or_default().split(' ').collect();
    let ticks = |number: usize| fields.get(number - 3).and_then(|f| f.parse::<f64>().ok()).unwrap_or(0.0);
    Ok((ticks(16) + ticks(17)) / 100.0)
}

/// Memory of a process and all that descend from it, in MiB.
fn tree_mib(top: u32) -> f64 {
    let mut parents = BTreeMap::new();
    for entry in std::fs::read_dir("/proc").into_iter().flatten().flatten() {
        let Some(pid) = entry.file_name().to_str().and_then(|n| n.parse::<u32>().ok()) else { continue };
        let stat = std::fs::read_to_string(entry.path().join("stat")).unwrap_or_default();
        let parent = stat.rsplit(") ").next().and_then(|rest| rest.split(' ').nth(1)?.parse::<u32>().ok());
        parents.insert(pid, parent.unwrap_or(0));
    }
    let below = |pid: u32| {
        let mut at = pid;
        // The chain of parents is short; a process that ends meanwhile must not make it endless.
        for _ in 0..32 {
            if at == top {
                return true;
            }
            match parents.get(&at) {
                Some(&parent) if parent > 1 => at = parent,
                _ => return false,
            }
        }
        false
    };
    parents
        .keys()
        .filter(|&&pid| below(pid))
        .map(|pid| kib(Path::new("/proc").join(pid.to_string()).as_path()))
        .sum::<f64>()
        / 1024.0
}

/// Proportional memory of a process, else its resident memory, in KiB.
fn kib(folder: &Path) -> f64 {
    let field = |file: &str, name: &str| {
        let text = std::fs::read_to_string(folder.join(file)).ok()?;
        text.lines()
            .find_map(|l| l.strip_prefix(name)?.trim().trim_end_matches(" kB").trim().parse::<f64>().ok())
    };
    field("smaps_rollup", "Pss:").or_else(|| field("status", "VmRSS:")).unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_child_of_a_child_counts() {
        let cost = watch(
            Command::new("sh").args(["-c", "sh -c 'head -c 40000000 /dev/zero | tail -c 39000000 | wc -c'"]),
            &[0],
        );
        let cost = cost.unwrap();
        assert!(cost.peak_mib > 0.5 && cost.wall_s > 0.0, "{cost:?}");
        assert!(watch(Command::new("sh").args(["-c", "exit 4"]), &[0]).is_err());
    }
}
