-- How Excel for Mac, which lives in a sandbox, reaches Python. It gets a constant text; all that goes to the shell is quoted.

on press(python)
	set interpreter to setting("INTERPRETER")
	if interpreter is "" then return "1"
	try
		do shell script (quoted form of interpreter) & " -P -B -c " & (quoted form of python) & " > /dev/null 2>&1 &"
		return "0"
	on error
		return "1"
	end try
end press

on setting(key)
	try
		return do shell script "sed -n " & (quoted form of ("s/^" & key & "=//p")) & " \"$HOME/Library/Application Support/ticktie/ticktie.conf\""
	on error
		return ""
	end try
end setting
