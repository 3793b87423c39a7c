# SPDX-FileCopyrightText: The QConductor authors
# SPDX-License-Identifier: BSD-3-Clause

# Compares what each shared library below LIBRARIES exports with the list <library>.txt beside this file, or writes the lists
# if the environment has QCONDUCTOR_UPDATE_SYMBOLS. SKIP says why there is nothing to compare.

cmake_minimum_required(VERSION 3.21)

if(SKIP)
    message(STATUS "Skipped: ${SKIP}")
    return()
endif()

# Returns what a library exports in the same way whatever the optimization: functions and data that are defined once, and the
# types of the project's own classes. Weak symbols are what a compiler leaves of inline functions and of templates.
function(read_symbols library result)
    execute_process(COMMAND ${NM} -D -C --defined-only ${library} OUTPUT_VARIABLE table COMMAND_ERROR_IS_FATAL ANY)
    string(REGEX MATCHALL " [TDBRV] [^\n]+" lines "${table}")
    set(symbols "")
    foreach(line IN LISTS lines)
        string(SUBSTRING "${line}" 1 1 kind)
        string(SUBSTRING "${line}" 3 -1 name)
        if(name MATCHES "^_" OR (kind STREQUAL "V" AND NOT name MATCHES "^(vtable|typeinfo) for QConductor::[A-Za-z:]+$"))
            continue() # the linker's own, or a class of somebody else
        endif()
        list(APPEND symbols "${name}")
    endforeach()
    list(SORT symbols)
    list(REMOVE_DUPLICATES symbols)
    set(${result} "${symbols}" PARENT_SCOPE)
endfunction()

# Says what is in one list and not in the other.
function(complain_of library what symbols others)
    list(REMOVE_ITEM symbols ${others})
    list(JOIN symbols "\n  " text)
    if(symbols)
        message(SEND_ERROR "${library} ${what}:\n  ${text}")
    endif()
endfunction()

foreach(path IN ITEMS core/libQConductor test/libQConductorTest qml/libQConductorQml inspector/libQConductorInspector)
    read_symbols(${LIBRARIES}/${path}.so exported)
    get_filename_component(library ${path} NAME)
    set(list_file ${CMAKE_CURRENT_LIST_DIR}/${library}.txt)
    if(DEFINED ENV{QCONDUCTOR_UPDATE_SYMBOLS})
        list(JOIN exported "\n" text)
        file(WRITE ${list_file} "${text}\n")
        message(STATUS "Wrote ${list_file}")
        continue()
    endif()
    file(STRINGS ${list_file} listed)
    complain_of(${library} "doesn't export any more, so that what was linked to it doesn't run" "${listed}" "${exported}")
    complain_of(${library} "exports, and tests/symbols doesn't list" "${exported}" "${listed}")
    list(LENGTH exported count)
    message(STATUS "${library} exports ${count} symbols")
endforeach()
