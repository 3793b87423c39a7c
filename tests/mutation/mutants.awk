# SPDX-FileCopyrightText: The QConductor authors
# SPDX-License-Identifier: BSD-3-Clause

# Reads descriptions of mutants, and checks, lists or applies them.
#
#   awk -v root=FOLDER [-v task=check] -f mutants.awk FILE…               says which mutants don't apply
#   awk -v root=FOLDER -v task=list -f mutants.awk FILE…                  prints name, topics, files and rules of each
#   awk -v root=FOLDER -v task=apply -v only=NAME -f mutants.awk FILE…    breaks the sources in FOLDER
#
# With -v tests="NAME…", a mutant whose topic is none of these tests is reported too.
#
# A mutant is one change of the sources that breaks a rule, so that a test has to fail:
#
#   mutant: name-of-the-mutant
#   rules: R15 R16: What these rules say, as far as the mutant breaks it.
#   topics: failure cancel
#   file: src/core/running/graphrunner.cpp
#     a line around the change, that stays as it is
#   - a line that goes
#   + a line that comes
#
# The topics are the tests that are run, until one fails. The lines of the file are given whole, each after two
# characters that say what becomes of it. Those that stay and those that go, together, have to be found in the file
# exactly once. A line "..." begins a further change in the same file, another "file:" one in another file. Outside of a
# change, empty lines and lines that begin with # mean nothing.

BEGIN {
    task = task ? task : "check"
    mutants = hunks = complaints = 0
    hasTests = split(tests, names, " ")
    for (i = 1; i <= hasTests; ++i)
        isTest[names[i]] = 1
}

FNR == 1 { isInHunk = 0 }
/^mutant: / { beginMutant(substr($0, 9)); next }
/^rules: / { setField(rules, substr($0, 8)); next }
/^topics: / { setField(topics, substr($0, 9)); next }
/^file: / { beginHunk(substr($0, 7)); next }
$0 == "..." && isInHunk { beginHunk(path[hunks]); next }
isInHunk && /^[-+]$/ { addLine(substr($0, 1, 1), ""); next }
isInHunk && /^[-+ ] / { addLine(substr($0, 1, 1), substr($0, 3)); next }
/^$/ || (!isInHunk && /^#/) { next }
{ complain(FILENAME ":" FNR ": this line is no part of a mutant: " $0) }

END {
    for (m = 1; m <= mutants; ++m)
        checkMutant(m)
    if (mutants == 0)
        complain("there is no mutant in these files")
    if (task == "list" && !complaints) {
        for (m = 1; m <= mutants; ++m)
            printf "%s\t%s\t%s\t%s\n", name[m], topics[m], filesOf(m), rules[m]
    } else if (task == "apply") {
        applyMutant(only)
    } else {
        for (m = 1; m <= mutants; ++m)
            locate(m)
        if (!complaints)
            print mutants " mutants apply"
    }
    exit complaints ? 1 : 0
}

function complain(message)
{
    print message > "/dev/stderr"
    ++complaints
}

function beginMutant(itsName)
{
    isInHunk = 0
    if (itsName !~ /^[a-z0-9-]+$/)
        complain(FILENAME ":" FNR ": the name of a mutant is made of lower-case letters, digits and hyphens: " itsName)
    if (itsName in numberOf)
        complain(FILENAME ":" FNR ": there is another mutant " itsName " at " place[numberOf[itsName]])
    name[++mutants] = itsName
    numberOf[itsName] = mutants
    place[mutants] = FILENAME ":" FNR
    firstHunk[mutants] = hunks + 1
}

function setField(field, text)
{
    isInHunk = 0
    if (mutants in field || mutants == 0)
        complain(FILENAME ":" FNR ": this belongs to no mutant, or is said twice: " $0)
    field[mutants] = text
}

function beginHunk(itsPath)
{
    isInHunk = 1
    path[++hunks] = itsPath
    lastHunk[mutants] = hunks
    oldLines[hunks] = newLines[hunks] = changes[hunks] = 0
}

function addLine(kind, text)
{
    if (kind != "+")
        old[hunks, ++oldLines[hunks]] = text
    if (kind != "-")
        new[hunks, ++newLines[hunks]] = text
    if (kind != " ")
        ++changes[hunks]
}

# Is the description complete?
function checkMutant(m,    h, i, n, itsTopics)
{
    if (rules[m] !~ /^R[0-9]+( R[0-9]+)*: [^ ]/)
        complain(place[m] ": mutant " name[m] " needs a line such as \"rules: R15 R16: What they say.\"")
    if (topics[m] !~ /^[a-z0-9_]+( [a-z0-9_]+)*$/)
        complain(place[m] ": mutant " name[m] " needs a line such as \"topics: failure cancel\"")
    n = hasTests ? split(topics[m], itsTopics, " ") : 0
    for (i = 1; i <= n; ++i) {
        if (!(itsTopics[i] in isTest))
            complain(place[m] ": mutant " name[m] " has the topic " itsTopics[i] ", but there is no test of that name")
    }
    if (!(m in lastHunk))
        complain(place[m] ": mutant " name[m] " changes nothing: it needs a line \"file: …\" and the lines to change")
    for (h = firstHunk[m]; h <= lastHunk[m]; ++h) {
        if (oldLines[h] == 0 || changes[h] == 0)
            complain(place[m] ": mutant " name[m] " needs lines to be found in " path[h] ", and a change of them")
        else if (joined(old, h, oldLines[h]) == joined(new, h, newLines[h]))
            complain(place[m] ": mutant " name[m] " leaves " path[h] " as it is")
    }
}

function joined(lines, h, count,    i, text)
{
    for (i = 1; i <= count; ++i)
        text = text lines[h, i] "\n"
    return text
}

function filesOf(m,    h, files, seen)
{
    for (h = firstHunk[m]; h <= lastHunk[m]; ++h) {
        if (!((m, path[h]) in seen))
            files = files (files ? " " : "") path[h]
        seen[m, path[h]] = 1
    }
    return files
}

# Reads a file, once. Returns whether there is one.
function readSource(itsPath,    line, n, result)
{
    if (itsPath in lineCount)
        return lineCount[itsPath] >= 0
    n = 0
    while ((result = (getline line < (root "/" itsPath))) > 0) {
        source[itsPath, ++n] = line
        places[itsPath, line] = places[itsPath, line] " " n
    }
    close(root "/" itsPath)
    lineCount[itsPath] = result < 0 ? -1 : n
    return result >= 0
}

# Finds where each change of a mutant applies, and complains if that isn't exactly one place. Returns whether all is well.
function locate(m,    h, g, before)
{
    before = complaints
    for (h = firstHunk[m]; h <= lastHunk[m]; ++h) {
        at[h] = find(h)
        if (!at[h])
            complain(place[m] ": mutant " name[m] " doesn't apply: " reason(h))
        for (g = firstHunk[m]; g < h; ++g) {
            if (path[g] == path[h] && at[g] < at[h] + oldLines[h] && at[h] < at[g] + oldLines[g])
                complain(place[m] ": mutant " name[m] " changes line " at[h] " of " path[h] " twice")
        }
    }
    return complaints == before
}

# Returns the line at which a change applies; 0 if there isn't exactly one. In found, all.
function find(h,    candidates, n, i, j)
{
    found = ""
    if (!readSource(path[h]))
        return 0
    n = split(places[path[h], old[h, 1]], candidates, " ")
    for (i = 1; i <= n; ++i) {
        for (j = 2; j <= oldLines[h] && source[path[h], candidates[i] + j - 1] == old[h, j]; ++j) { }
        if (j > oldLines[h] && candidates[i] + oldLines[h] - 1 <= lineCount[path[h]])
            found = found (found ? ", " : "") candidates[i]
    }
    return found ~ /^[0-9]+$/ ? found + 0 : 0
}

function reason(h,    text, i)
{
    if (lineCount[path[h]] < 0)
        return "there is no file " path[h] " in " root elsewhere(path[h])
    if (found)
        text = path[h] " has these lines more than once, at " found ". Give more of the lines around them:"
    else
        text = path[h] " doesn't have these lines, one after the other:"
    for (i = 1; i <= oldLines[h]; ++i)
        text = text "\n  | " old[h, i]
    return text
}

# Where a file of that name is now.
function elsewhere(itsPath,    base, command, line, text)
{
    base = itsPath
    sub(/.*\//, "", base)
    if (base !~ /^[A-Za-z0-9_.]+$/)
        return ""
    command = "cd '" root "' && find src -name " base
    while ((command | getline line) > 0)
        text = text (text ? ", " : "") line
    close(command)
    return text ? ", but " text : ""
}

# Writes the files of a mutant with its changes.
function applyMutant(itsName,    m, h, i, n, text, files, f)
{
    m = numberOf[itsName]
    if (!m) {
        complain("there is no mutant " itsName)
        return
    }
    if (!locate(m))
        return
    for (h = firstHunk[m]; h <= lastHunk[m]; ++h) {
        replacement[path[h], at[h]] = joined(new, h, newLines[h])
        for (i = 0; i < oldLines[h]; ++i)
            isReplaced[path[h], at[h] + i] = 1
    }
    n = split(filesOf(m), files, " ")
    for (f = 1; f <= n; ++f) {
        text = ""
        for (i = 1; i <= lineCount[files[f]]; ++i) {
            if ((files[f], i) in replacement)
                text = text replacement[files[f], i]
            if (!((files[f], i) in isReplaced))
                text = text source[files[f], i] "\n"
        }
        printf "%s", text > (root "/" files[f])
        close(root "/" files[f])
    }
}
