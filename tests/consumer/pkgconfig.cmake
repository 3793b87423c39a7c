# SPDX-FileCopyrightText: The QConductor authors
# SPDX-License-Identifier: BSD-3-Clause

# Compiles, links and runs the programs of the project beside this file with what pkg-config says, and without CMake, against
# the installation in PREFIX. It is moved first, because what is installed doesn't depend on its folder.

cmake_minimum_required(VERSION 3.21)

function(run)
    execute_process(COMMAND ${ARGN} COMMAND_ECHO STDOUT COMMAND_ERROR_IS_FATAL ANY)
endfunction()

function(ask_pkgconfig result)
    execute_process(COMMAND ${PKG_CONFIG} ${ARGN} OUTPUT_VARIABLE said OUTPUT_STRIP_TRAILING_WHITESPACE
        COMMAND_ERROR_IS_FATAL ANY)
    separate_arguments(said)
    set(${result} ${said} PARENT_SCOPE)
endfunction()

file(REMOVE_RECURSE ${WORK_DIR})
file(COPY ${PREFIX}/ DESTINATION ${WORK_DIR}/moved)
set(ENV{PKG_CONFIG_PATH} ${WORK_DIR}/moved/${LIBDIR}/pkgconfig)
set(ENV{LD_LIBRARY_PATH} ${WORK_DIR}/moved/${LIBDIR})
set(ENV{QT_QPA_PLATFORM} offscreen)
separate_arguments(FLAGS)
separate_arguments(PACKAGES)

ask_pkgconfig(version --modversion QConductor)
if(NOT version STREQUAL VERSION)
    message(FATAL_ERROR "pkg-config finds QConductor ${version}, and not ${VERSION}")
endif()

# The program main is linked with QConductor, tst_shop with QConductorTest, and so on.
set(program_QConductor main)
set(program_QConductorTest tst_shop)
set(program_QConductorInspector inspector)
foreach(package IN LISTS PACKAGES)
    set(program ${program_${package}})
    set(further "")
    if(package STREQUAL "QConductorInspector")
        set(further Qt6Gui Qt6QmlIntegration)
        set(MOC_HEADER ${CMAKE_CURRENT_LIST_DIR}/project/database.h)
        run(${MOC} ${MOC_HEADER} -o ${WORK_DIR}/moc_database.cpp)
        set(further_sources -include ${MOC_HEADER} ${WORK_DIR}/moc_database.cpp)
    else()
        set(further_sources "")
        run(${MOC} ${CMAKE_CURRENT_LIST_DIR}/project/${program}.cpp -o ${WORK_DIR}/${program}.moc)
    endif()
    ask_pkgconfig(compile --cflags ${package} ${further})
    ask_pkgconfig(link --libs ${package} ${further})
    run(${COMPILER} -std=c++17 -fPIC ${FLAGS} -I${WORK_DIR} ${compile} ${CMAKE_CURRENT_LIST_DIR}/project/${program}.cpp
        ${further_sources} ${link} -o ${WORK_DIR}/${program})
    run(${WORK_DIR}/${program})
endforeach()
