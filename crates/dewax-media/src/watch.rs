//! Watches the children that are waited for: one that hangs is named and ended, and none outlives dewax.

use std::process::Child;
#[cfg(unix)]
use std::process::{ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, Weak};
use std::time::{Duration, Instant};

/// How long a child may neither give nor take a byte nor use the processor while it is waited for: far longer than a disk takes to
/// wake up, or a share on the network to answer. `DEWAX_PATIENCE_S` names another time.
const PATIENCE: Duration = Duration::from_secs(120);

/// Where the system does not tell processor time, work without bytes looks like none: then so many times longer.
const UNSEEN: u32 = 10;

/// How often children are looked at. What lasts much longer than that is a program that was halted, not a child that hangs.
const TICK: Duration = Duration::from_millis(250);

/// How long a child is idle before its processor time is asked for.
const LOOK_AFTER: Duration = Duration::from_millis(750);

/// A child, as who waits for it, who watches it and who ends it see it.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) process: Mutex<Child>,
    pub(crate) id: u32,
    pub(crate) pulse: Pulse,
}

/// Children that were started and not dropped.
pub(crate) static LIVING: Mutex<Vec<Weak<Shared>>> = Mutex::new(Vec::new());
/// Whether all children were ended: then none begins any more.
pub(crate) static IS_OVER: AtomicBool = AtomicBool::new(false);

/// The children that live now.
fn living() -> Vec<Arc<Shared>> {
    LIVING.lock().unwrap_or_else(PoisonError::into_inner).iter().filter_map(Weak::upgrade).collect()
}

/// What is known of a child by who waits for it.
#[derive(Debug, Default)]
pub(crate) struct Pulse {
    /// Calls that wait for the child now.
    waiting: AtomicUsize,
    /// Pieces that went to it or came from it.
    passed: AtomicU64,
    has_hung: AtomicBool,
    idle: Mutex<Idle>,
}

#[derive(Debug, Default)]
struct Idle {
    lasts: Duration,
    passed: u64,
    cpu_ticks: Option<u64>,
}

/// While it lives, somebody waits for the child.
pub(crate) struct Waits<'a>(&'a Pulse);

impl Drop for Waits<'_> {
    fn drop(&mut self) {
        self.0.waiting.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Pulse {
    pub(crate) fn waits(&self) -> Waits<'_> {
        self.waiting.fetch_add(1, Ordering::Relaxed);
        Waits(self)
    }

    pub(crate) fn passed(&self) {
        self.passed.fetch_add(1, Ordering::Relaxed);
    }

    /// Whether it was ended because it hung.
    pub(crate) fn has_hung(&self) -> bool {
        self.has_hung.load(Ordering::Relaxed)
    }

    /// Takes note of the time since the last look. Whether the child hangs; `cpu_ticks` tells the processor time that it took so far.
    fn looked_at(&self, since: Duration, patience: Duration, cpu_ticks: impl Fn() -> Option<u64>) -> bool {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let passed = self.passed.load(Ordering::Relaxed);
        if passed != idle.passed || self.waiting.load(Ordering::Relaxed) == 0 {
            (idle.passed, idle.lasts) = (passed, Duration::ZERO);
            return false;
        }
        idle.lasts += since.min(TICK * 2);
        if idle.lasts < LOOK_AFTER.min(patience / 2) {
            return false;
        }
        let now = cpu_ticks();
        if now != idle.cpu_ticks {
            (idle.cpu_ticks, idle.lasts) = (now, Duration::ZERO);
            return false;
        }
        let most = if now.is_some() { patience } else { patience * UNSEEN };
        let hangs = idle.lasts >= most;
        if hangs {
            self.has_hung.store(true, Ordering::Relaxed);
        }
        hangs
    }
}

/// How long a child may be idle.
pub(crate) fn patience() -> Duration {
    static GIVEN: OnceLock<Duration> = OnceLock::new();
    *GIVEN.get_or_init(|| {
        let named = std::env::var("DEWAX_PATIENCE_S").ok().and_then(|text| text.parse::<f64>().ok());
        named.and_then(|s| Duration::try_from_secs_f64(s).ok()).filter(|d| !d.is_zero()).unwrap_or(PATIENCE)
    })
}

/// Begins to watch all children, once.
pub(crate) fn begin() {
    static BEGUN: OnceLock<()> = OnceLock::new();
    BEGUN.get_or_init(|| {
        // Without the thread a hung child is still ended by ^C.
        let _ = std::thread::Builder::new().name("watches FFmpeg".into()).spawn(watch);
    });
}

fn watch() {
    let mut last = Instant::now();
    loop {
        std::thread::sleep(TICK);
        let since = last.elapsed();
        last = Instant::now();
        for child in living() {
            if child.pulse.looked_at(since, patience(), || cpu_ticks(child.id)) {
                end(&mut child.process.lock().unwrap_or_else(PoisonError::into_inner));
            }
        }
    }
}

/// Ends a child and, where it is a script, what that started.
pub(crate) fn end(child: &mut Child) {
    tell('!', child.id());
    // Fails only when it has ended already.
    let _ = child.kill();
}

/// Processor time of the processes of a group, in ticks of 1/100 s; none where the system does not tell.
fn cpu_ticks(group: u32) -> Option<u64> {
    let mut sum = None;
    for entry in std::fs::read_dir("/proc").ok()?.flatten() {
        let is_process =
            entry.file_name().to_str().is_some_and(|name| name.bytes().all(|b| b.is_ascii_digit()));
        if !is_process {
            continue;
        }
        let stat = std::fs::read_to_string(entry.path().join("stat")).unwrap_or_default();
        // The name, in brackets, may hold anything. Behind it: state, parent, group; user and system time are the 12th and 13th.
        let fields: Vec<&str> = stat.rsplit(") ").next().unwrap_or_default().split(' ').collect();
        let number = |at: usize| fields.get(at).and_then(|field| field.parse::<u64>().ok());
        if number(2) == Some(u64::from(group)) {
            sum = Some(sum.unwrap_or(0) + number(11).unwrap_or(0) + number(12).unwrap_or(0));
        }
    }
    sum
}

/// Reads `+ ID` when a child begins, `- ID` when it is gone, `! ID` when it is to be ended. When dewax is gone, however that came
/// about, its end of the pipe closes, and what still lives is ended.
#[cfg(unix)]
const LAST_WILL: &str = "live=' '\n\
    while read -r sign id; do case $sign in\n\
    +) live=\"$live$id \";;\n\
    -) live=\"${live%% $id *} ${live#* $id }\";;\n\
    !) kill -s KILL -- \"-$id\" 2>/dev/null;;\n\
    esac; done\n\
    for id in $live; do kill -s KILL -- \"-$id\" 2>/dev/null; done";

/// The shell that outlives dewax for a moment; none where there is no shell.
#[cfg(unix)]
fn executor() -> &'static Mutex<Option<ChildStdin>> {
    static EXECUTOR: OnceLock<Mutex<Option<ChildStdin>>> = OnceLock::new();
    EXECUTOR.get_or_init(|| {
        let mut command = Command::new("sh");
        // In a group of its own: what ends the group of dewax must not end it.
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        command.args(["-c", LAST_WILL]).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        Mutex::new(command.spawn().ok().and_then(|mut child| child.stdin.take()))
    })
}

/// Tells that a child begins, is gone or is to be ended.
pub(crate) fn tell(sign: char, id: u32) {
    #[cfg(unix)]
    {
        let mut pipe = executor().lock().unwrap_or_else(PoisonError::into_inner);
        let told =
            pipe.as_mut().map(|pipe| std::io::Write::write_all(pipe, format!("{sign} {id}\n").as_bytes()));
        if matches!(told, Some(Err(_))) {
            *pipe = None;
        }
    }
    #[cfg(not(unix))]
    let _ = (sign, id);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_who_is_waited_for_and_does_nothing_hangs() {
        let patience = Duration::from_secs(10);
        let after = |pulse: &Pulse, ticks: u32, cpu: &dyn Fn(u32) -> Option<u64>| {
            (0..ticks).find(|at| pulse.looked_at(TICK, patience, || cpu(*at)))
        };
        let idle = Pulse::default();
        let waits = idle.waits();
        let at = after(&idle, 100, &|_| Some(7)).unwrap();
        assert!((40..48).contains(&at) && idle.has_hung(), "{at}");
        drop(waits);
        // Nobody waits; it works; bytes pass; the system tells nothing.
        assert_eq!(after(&Pulse::default(), 100, &|_| Some(7)), None);
        let works = Pulse::default();
        let _waits = works.waits();
        assert_eq!(after(&works, 100, &|at| Some(u64::from(at))), None);
        let gives = Pulse::default();
        let _waits = gives.waits();
        assert_eq!(
            (0..100).find(|_| {
                gives.passed();
                gives.looked_at(TICK, patience, || Some(7))
            }),
            None
        );
        let unseen = Pulse::default();
        let _waits = unseen.waits();
        assert_eq!(after(&unseen, 100, &|_| None), None);
        assert!(after(&unseen, 400, &|_| None).is_some());
        // A machine that slept is no child that hangs.
        let slept = Pulse::default();
        let _waits = slept.waits();
        assert!(!slept.looked_at(Duration::from_secs(3600), patience, || Some(7)));
    }
}
