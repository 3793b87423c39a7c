# SPDX-FileCopyrightText: The QConductor authors
# SPDX-License-Identifier: BSD-3-Clause

# Writes a line { "R1", "sentence" }, for each rule on the page to the file, which C++ includes. The sentence of a rule is
# what stands in bold behind its \target; a rule without such a sentence is an error. CMake runs again when the page
# changes.
function(qconductor_write_rule_sentences page file)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${page})
    file(READ ${page} text)
    string(REGEX MATCHALL "\\\\target R[0-9]+" targets "${text}")
    set(lines "")
    foreach(target IN LISTS targets)
        string(REGEX MATCH "R[0-9]+" rule "${target}")
        if(NOT text MATCHES "\\\\target ${rule}[ \r\n]+\\\\b {${rule}: ([^{}\"\\]+)}")
            message(FATAL_ERROR "${page}: \\target ${rule} isn't followed by the rule's sentence. "
                "Write \\b {${rule}: A sentence in plain text.}")
        endif()
        string(REGEX REPLACE "[ \r\n]+" " " sentence "${CMAKE_MATCH_1}")
        string(APPEND lines "{ \"${rule}\", \"${sentence}\" },\n")
    endforeach()
    file(CONFIGURE OUTPUT ${file} CONTENT "${lines}" @ONLY)
endfunction()
