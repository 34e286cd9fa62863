#!/usr/bin/env bash
# Runs `drlint check` as the inputs of the action ask, and tells the steps after it what came out.
#
# It ends with 0 whatever drlint found: the code is an output, with which the action's last step ends. No input and no
# name from the repository becomes code, a word more than it was, a workflow command or an output of its own.
# (bash 3.2, which macOS has: no mapfile, and an empty array is spelled ${a[@]+"${a[@]}"}.)
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d "${RUNNER_TEMP:-${TMPDIR:-/tmp}}/drlint.XXXXXX")

random() { od -An -N16 -tx1 /dev/urandom | tr -d ' \n'; }

output() { # NAME VALUE: no value can end before a mark that nobody can guess
  local mark
  mark="end-$(random)"
  printf '%s<<%s\n%s\n%s\n' "$1" "$mark" "$2" "$mark" >>"$GITHUB_OUTPUT"
}

refuse() { # SENTENCE: what is asked makes no sense
  local said=$1
  said=${said//'%'/%25}
  said=${said//$'\r'/%0D}
  said=${said//$'\n'/%0A}
  printf '::error title=drlint::%s\n' "$said"
  output exit-code 2
  exit 2
}

yes_or_no() { # NAME VALUE
  case $2 in
    true | false) ;;
    *) refuse "$1: true or false was expected" ;;
  esac
}

lines_of() { # TEXT: its lines without blanks around them, in the array `lines`; empty ones are none
  local line
  lines=()
  while IFS= read -r line || [[ -n $line ]]; do
    line=${line#"${line%%[![:space:]]*}"}
    line=${line%"${line##*[![:space:]]}"}
    if [[ -n $line ]]; then lines+=("$line"); fi
  done <<<"$1"
}

install() { # from the checkout of this action, into an environment of its own; sets `python` and `drlint`
  python=${PYTHON:-python3}
  if [[ $INPUT_INSTALL == false ]]; then
    drlint=$(command -v drlint) || refuse "install: there is no drlint on the PATH"
    return
  fi
  # -I: a folder `venv` in the repository would be imported else
  "$python" -I -m venv "$work/venv"
  local scripts=$work/venv/bin
  if [[ -d $work/venv/Scripts ]]; then scripts=$work/venv/Scripts; fi
  printf '::group::Installing drlint\n'
  "$scripts/pip" install --quiet --disable-pip-version-check "$here/../.."
  printf '::endgroup::\n'
  python=$scripts/python
  drlint=$scripts/drlint
}

is_here() { git rev-parse --verify --quiet "$1^{commit}" 2>/dev/null; }

base_of_pull_request() { # the commit that the pull request wants to go into, where the checkout holds it
  # Of GitHub's own merge of it the first parent; the second one shows that it is a merge.
  if [[ ${GITHUB_REF:-} == refs/pull/*/merge ]] && is_here "${GITHUB_SHA:-}^2" >/dev/null; then
    is_here "$GITHUB_SHA^1" && return
  fi
  is_here "refs/remotes/origin/${GITHUB_BASE_REF:-}" && return
  [[ -n ${BASE_SHA:-} ]] && is_here "$BASE_SHA"
}

trust() { # sets `trusted`, the ref that the gate is taken from; empty where that is what is checked out
  # Where the base is not there, nothing takes its place unasked: a pull request would rule its own gate.
  trusted=$INPUT_TRUSTED_REF
  if [[ $trusted == none ]]; then
    trusted=
  elif [[ -z $trusted && ${GITHUB_EVENT_NAME:-} == pull_request ]]; then
    if trusted=$(base_of_pull_request); then
      printf 'trusted-ref: configuration, waivers and baseline are those of the base, %s\n' "$trusted"
    else
      refuse 'trusted-ref: the checkout does not hold the base branch; say fetch-depth: 2 where it is checked out, or trusted-ref: none to let the pull request rule its own gate'
    fi
  fi
}

flags_of_inputs() { # sets `flags`
  flags=(-o "sarif=$work/drlint.sarif" -o "markdown=$work/drlint.md" -o "json=$work/drlint.json")
  if [[ $INPUT_UPLOAD_SARIF == false ]]; then flags+=(-o "github=$work/annotations"); fi
  if [[ -n $INPUT_CONFIG ]]; then flags+=("--config=$INPUT_CONFIG"); fi
  if [[ -n $INPUT_FAIL_ON ]]; then flags+=("--fail-on=$INPUT_FAIL_ON"); fi
  if [[ $INPUT_ONLY_NEW == true ]]; then flags+=(--only-new); fi
  if [[ -n $INPUT_BASELINE ]]; then flags+=("--baseline=$INPUT_BASELINE"); fi
  if [[ -n $trusted ]]; then flags+=("--trusted-ref=$trusted"); fi
  if [[ -n $INPUT_COMMENT_ID ]]; then flags+=("--comment-id=$INPUT_COMMENT_ID"); fi
  local word
  "$python" -I "$here/words.py" >"$work/words" || refuse "args: a quotation does not end"
  while IFS= read -r -d '' word; do flags+=("$word"); done <"$work/words"
}

paths_of_inputs() { # sets `paths`
  lines_of "$INPUT_PLAN"
  paths=(${lines[@]+"${lines[@]}"})
  lines_of "$INPUT_PATHS"
  paths+=(${lines[@]+"${lines[@]}"})
  if [[ ${#paths[@]} == 0 ]]; then paths=(.); fi
}

check() { # sets `code`; what drlint prints is text, and no command to the runner
  local resume
  resume=$(random)
  printf '::stop-commands::%s\n' "$resume"
  code=0
  "$drlint" check "${flags[@]}" -- "${paths[@]}" </dev/null 2>&1 || code=$?
  printf '::%s::\n' "$resume"
  if [[ -f $work/annotations ]]; then cat "$work/annotations"; fi
}

report() { # what the steps after this one and the user's own are told
  local file name value findings='' fixed='' new='' is_own=true changed
  output exit-code "$code"
  output python "$python"
  for file in sarif:drlint.sarif markdown:drlint.md json:drlint.json; do
    if [[ -f $work/${file#*:} ]]; then output "${file%%:*}-file" "$work/${file#*:}"; fi
  done
  if [[ -f $work/drlint.json ]]; then
    "$python" -I "$here/counts.py" "$work/drlint.json" >"$work/counts"
    while IFS='=' read -r name value; do
      output "$name" "$value"
      case $name in findings) findings=$value ;; fixed) fixed=$value ;; new) new=$value ;; esac
    done <"$work/counts"
  fi
  changed=$findings
  if [[ $INPUT_ONLY_NEW == true ]]; then changed=$new; fi
  if [[ $code == 0 && $changed == 0 && ${fixed:-0} == 0 ]]; then output nothing-to-say true; fi
  if [[ ${GITHUB_EVENT_NAME:-} == pull_request && ${HEAD_REPOSITORY:-} != "$GITHUB_REPOSITORY" ]]; then is_own=false; fi
  if [[ $is_own == true && -f $work/drlint.sarif ]]; then output may-upload true; fi
  if [[ $INPUT_COMMENT == true && ! -f $work/drlint.md ]]; then
    printf 'comment: there is no report, so nothing is written and what was written stays\n'
  fi
  if [[ $is_own == false && $INPUT_UPLOAD_SARIF == true ]]; then
    printf 'upload-sarif: left out, the token of a pull request from a fork may not write\n'
  fi
}

yes_or_no only-new "$INPUT_ONLY_NEW"
yes_or_no comment "$INPUT_COMMENT"
yes_or_no upload-sarif "$INPUT_UPLOAD_SARIF"
yes_or_no install "$INPUT_INSTALL"
install
trust
flags_of_inputs
paths_of_inputs
check
report
