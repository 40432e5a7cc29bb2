/**
 * What a shell sources to complete our commands. The scripts ask the program itself, `complete -- <words>`, which prints
 * a line for each candidate: the word, a tab, its description. They never evaluate a typed word: it may hold commands.
 */
import { PROGRAM } from './session.ts'

/** Printed in place of candidates. */
export const FILES = ':files'

export const SHELLS = ['bash', 'zsh'] as const
export type Shell = (typeof SHELLS)[number]

/** `launcher` is the program's file, so that an alias or `npx` may have started it. */
export function completionScript(shell: Shell, launcher: string): string {
  const quoted = `'${launcher.replaceAll("'", String.raw`'\''`)}'`
  return shell === 'bash' ? bashScript(quoted) : zshScript(quoted)
}

/** The second name is the file's own. */
const NAMES = `${PROGRAM} ${PROGRAM}.mjs`

/** Also for Bash 3, which is macOS's and has no mapfile. */
function bashScript(launcher: string): string {
  return `_on24_act_on() {
  local answer value
  COMPREPLY=()
  answer=$(${launcher} complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null) || return
  if [[ $answer == ${FILES} ]]; then
    compopt -o default
    return
  fi
  while IFS=$'\\t' read -r value _; do
    [[ -n $value ]] && COMPREPLY+=("$value")
  done <<< "$answer"
}
complete -F _on24_act_on ${NAMES}`
}

function zshScript(launcher: string): string {
  return `#compdef ${NAMES}
_on24_act_on() {
  local answer
  local -a candidates
  answer=$(${launcher} complete -- "\${(@Q)words[2,CURRENT]}" 2>/dev/null) || return
  if [[ $answer == ${FILES} ]]; then
    _files
    return
  fi
  candidates=("\${(@f)answer}")
  candidates=("\${(@)candidates//:/\\\\:}")
  candidates=("\${(@)candidates/$'\\t'/:}")
  [[ -n $answer ]] && _describe '${PROGRAM}' candidates
}
compdef _on24_act_on ${NAMES}`
}
