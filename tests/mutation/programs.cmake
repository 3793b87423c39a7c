# SPDX-FileCopyrightText: The QConductor authors
# SPDX-License-Identifier: BSD-3-Clause

# Prints a line for each test in the build tree BUILD: its name, a tab, and the program that it starts, relative to BUILD.
# ctest itself doesn't tell the program of a test before that program is built. So this evaluates the files that ctest reads.
#
#   cmake -D BUILD=… -P programs.cmake

set(lines)

macro(add_test name program)
    file(RELATIVE_PATH program_path ${BUILD} ${program})
    string(APPEND lines "${name}\t${program_path}\n")
endmacro()

function(set_tests_properties)
endfunction()

macro(subdirs)
    foreach(folder ${ARGN})
        include(${CMAKE_CURRENT_LIST_DIR}/${folder}/CTestTestfile.cmake OPTIONAL)
    endforeach()
endmacro()

include(${BUILD}/CTestTestfile.cmake)
execute_process(COMMAND ${CMAKE_COMMAND} -E echo_append "${lines}")
