# SPDX-FileCopyrightText: The QConductor authors
# SPDX-License-Identifier: BSD-3-Clause

# Checks which functions and classes a shared library exports: what its public headers declare, and what else is named
# here because the project's other libraries need it.

# Fails if LIBRARY exports a name of the namespace whose regular expression is NAMESPACE that neither stands in one of the
# HEADERS nor is one of PRIVATE, or if it doesn't export all of PRIVATE. Both are names without the namespace; a name in
# PRIVATE may be that of a member. What the standard library's templates leave behind is no concern of this project.
function(check_exported_symbols library)
    cmake_parse_arguments(arg "" "NM;NAMESPACE" "HEADERS;PRIVATE" ${ARGN})
    execute_process(COMMAND ${arg_NM} -D -C --defined-only ${library} OUTPUT_VARIABLE table COMMAND_ERROR_IS_FATAL ANY)
    set(declared "")
    foreach(header IN LISTS arg_HEADERS)
        file(READ ${header} text)
        string(APPEND declared "${text}")
    endforeach()
    string(REGEX MATCHALL " [A-Za-z] [^\n]*" lines "${table}")
    set(unused ${arg_PRIVATE})
    set(count 0)
    foreach(line IN LISTS lines)
        if(NOT line MATCHES "^ [A-Za-z] ((vtable|typeinfo|typeinfo name|guard variable|non-virtual thunk) (for|to) )?${arg_NAMESPACE}::(([A-Za-z0-9_]+)(::[A-Za-z0-9_~]+)?)")
            continue()
        endif()
        math(EXPR count "${count} + 1")
        set(member ${CMAKE_MATCH_4})
        set(name ${CMAKE_MATCH_5})
        if(name IN_LIST arg_PRIVATE OR member IN_LIST arg_PRIVATE)
            list(REMOVE_ITEM unused ${name} ${member})
        elseif(name MATCHES "Private$" OR NOT declared MATCHES "[^A-Za-z0-9_]${name}[^A-Za-z0-9_]")
            message(SEND_ERROR "${library} exports what no public header declares:${line}")
        endif()
    endforeach()
    if(count EQUAL 0)
        message(FATAL_ERROR "${library} exports nothing")
    elseif(unused)
        message(FATAL_ERROR "${library} doesn't export ${unused}")
    endif()
    message(STATUS "${library} exports ${count} symbols, as it should")
endfunction()
