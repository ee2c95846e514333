/** Shells for which there is a script. */
export const shells = ['bash', 'zsh'] as const
export type Shell = (typeof shells)[number]

/**
 * The script that a shell reads once. For each completion it asks `redislab __complete`, which is given the words up to
 * the cursor and answers with a candidate a line; where there is none, the shell completes files.
 */
export function completionScript(shell: Shell): string {
  return shell === 'bash' ? bash : zsh
}

// readline breaks words at = and :, so that `replica:2` is three of them: what stands before is taken off the candidates.
const bash = `# redislab for bash. Put into ~/.bashrc: eval "$(redislab completion bash)"
_redislab() {
  local line word=\${COMP_WORDS[COMP_CWORD]} typed
  typed=\${COMP_LINE:0:COMP_POINT}
  typed=\${typed##*[[:space:]]}
  local cut=\${typed%"$word"}
  local -a words
  read -ra words <<<"\${COMP_LINE:0:COMP_POINT}"
  [[ -z $typed ]] && words+=("")
  COMPREPLY=()
  while IFS= read -r line; do
    COMPREPLY+=("\${line#"$cut"}")
  done < <("\${words[0]}" __complete "\${words[@]}" 2>/dev/null)
  return 0
}
complete -o bashdefault -o default -F _redislab redislab
`

const zsh = `#compdef redislab
# redislab for zsh. Put into ~/.zshrc, behind compinit: eval "$(redislab completion zsh)"
_redislab() {
  local -a candidates
  candidates=(\${(f)"$("\${words[1]}" __complete "\${(@)words[1,CURRENT]}" 2>/dev/null)"})
  if (( \${#candidates} )); then
    compadd -a candidates
  else
    _files
  fi
}
compdef _redislab redislab
`
