# SPDX-FileCopyrightText: The QConductor authors
# SPDX-License-Identifier: BSD-3-Clause

# Reads the vcpkg port and the Conan recipe in FOLDER, without vcpkg and Conan: the port has the project's VERSION and runs with
# stand-ins for vcpkg's functions, and the recipe is Python, if PYTHON is there.

cmake_minimum_required(VERSION 3.21)

set(port ${FOLDER}/vcpkg/qconductor)
file(READ ${port}/vcpkg.json manifest)
string(JSON version GET "${manifest}" version)
if(NOT version STREQUAL VERSION)
    message(FATAL_ERROR "${port}/vcpkg.json has the version ${version}, and not ${VERSION}")
endif()

# What the port has to call is in "uncalled" until it was called.
function(note_call name)
    get_property(uncalled GLOBAL PROPERTY uncalled)
    list(REMOVE_ITEM uncalled ${name})
    set_property(GLOBAL PROPERTY uncalled ${uncalled})
endfunction()
set_property(GLOBAL PROPERTY uncalled check_features cmake_install cmake_config_fixup fixup_pkgconfig cmake_configure
    install_copyright)

set(CURRENT_PACKAGES_DIR ${CMAKE_CURRENT_BINARY_DIR}/none)
foreach(name IN ITEMS check_features cmake_install cmake_config_fixup fixup_pkgconfig)
    cmake_language(EVAL CODE "function(vcpkg_${name})\nnote_call(${name})\nendfunction()")
endforeach()
function(vcpkg_cmake_configure)
    note_call(cmake_configure)
    cmake_parse_arguments(arg "" "SOURCE_PATH" "OPTIONS" ${ARGN})
    if(NOT EXISTS ${arg_SOURCE_PATH}/CMakeLists.txt)
        message(FATAL_ERROR "The port builds ${arg_SOURCE_PATH}, where there is nothing to build")
    endif()
endfunction()
function(vcpkg_install_copyright)
    note_call(install_copyright)
    cmake_parse_arguments(arg "" "" "FILE_LIST" ${ARGN})
    if(NOT EXISTS ${arg_FILE_LIST})
        message(FATAL_ERROR "There is no ${arg_FILE_LIST}")
    endif()
endfunction()
include(${port}/portfile.cmake)
get_property(uncalled GLOBAL PROPERTY uncalled)
if(uncalled)
    message(FATAL_ERROR "${port}/portfile.cmake doesn't call what these stand for: ${uncalled}")
endif()

if(PYTHON)
    execute_process(COMMAND ${PYTHON} -c "import ast, sys; ast.parse(open(sys.argv[1]).read())" ${FOLDER}/conan/conanfile.py
        COMMAND_ERROR_IS_FATAL ANY)
endif()
