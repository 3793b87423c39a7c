# SPDX-FileCopyrightText: The QConductor authors
# SPDX-License-Identifier: BSD-3-Clause

# Configures, builds and runs the project beside this file in WORK_DIR, with the snippet of README.md that brings
# QConductor in, as far as TARGETS says. The checkout stands where that says, under third_party; with BUILD_QML its QML
# module is built too, and OPTIONS are further options of its build. With INSTALL_FROM, that build of QConductor is
# installed first. With NM, the program of that name, it looks at what shared libraries in the checkout's place export:
# there they are built without tests.

cmake_minimum_required(VERSION 3.21)
include(${CMAKE_CURRENT_LIST_DIR}/symbols.cmake)

function(run)
    execute_process(COMMAND ${ARGN} COMMAND_ECHO STDOUT COMMAND_ERROR_IS_FATAL ANY)
endfunction()

separate_arguments(TARGETS)
separate_arguments(OPTIONS)
if(NOT BUILD_QML)
    set(BUILD_QML OFF)
endif()
set(source_dir ${WORK_DIR}/source)
set(build_dir ${WORK_DIR}/build)
set(prefix ${WORK_DIR}/prefix)

file(REMOVE_RECURSE ${WORK_DIR})
file(COPY ${CMAKE_CURRENT_LIST_DIR}/project/ DESTINATION ${source_dir})
file(MAKE_DIRECTORY ${source_dir}/third_party)
if(INSTALL_FROM)
    run(${CMAKE_COMMAND} --install ${INSTALL_FROM} --prefix ${prefix})
    list(PREPEND PREFIX_PATH ${prefix})
else()
    file(CREATE_LINK ${CHECKOUT} ${source_dir}/third_party/QConductor SYMBOLIC)
endif()
set(headers_dir ${prefix}/include/QConductor)
set(unite_headers OFF)
if(NOT INSTALL_FROM) # They forward to the sources that are installed, which are compiled one by one there.
    set(headers_dir ${build_dir}/third_party/QConductor/include/QConductor)
    set(unite_headers ON)
endif()
set(BUILD_SHARED_LIBS OFF)
if(LIBRARY_TYPE STREQUAL "SHARED")
    set(BUILD_SHARED_LIBS ON)
endif()

# Neither optimized nor with debug information: this is about what is found, and is to be quick.
run(${CMAKE_COMMAND} -S ${source_dir} -B ${build_dir} -G ${GENERATOR}
    -DCMAKE_MAKE_PROGRAM=${MAKE_PROGRAM}
    -DCMAKE_CXX_COMPILER=${COMPILER}
    -DCMAKE_CXX_COMPILER_LAUNCHER=${LAUNCHER}
    -DCMAKE_CXX_FLAGS=${FLAGS}
    -DCMAKE_BUILD_TYPE=Debug
    -DCMAKE_CXX_FLAGS_DEBUG=
    "-DCMAKE_PREFIX_PATH=${PREFIX_PATH}"
    -DBUILD_SHARED_LIBS=${BUILD_SHARED_LIBS}
    -DQCONDUCTOR_BUILD_QML=${BUILD_QML}
    ${OPTIONS}
    -DSNIPPET=${SNIPPET}
    -DLIBRARY_TYPE=${LIBRARY_TYPE}
    -DHEADERS_DIR=${headers_dir}
    -DUNITE_HEADERS=${unite_headers})

foreach(qconductor_build IN ITEMS third_party/QConductor _deps/qconductor-build)
    foreach(folder IN ITEMS tests examples)
        if(EXISTS ${build_dir}/${qconductor_build}/${folder})
            message(FATAL_ERROR "QConductor's ${folder} are part of the project that uses it")
        endif()
    endforeach()
endforeach()

run(${CMAKE_COMMAND} --build ${build_dir} --parallel 2 --target ${TARGETS})
run(${build_dir}/shop)
foreach(program IN ITEMS tst_shop shop_qml alone_qml shop_inspector)
    if("${program}" IN_LIST TARGETS)
        run(${build_dir}/${program})
    endif()
endforeach()

if(NM AND LIBRARY_TYPE STREQUAL "SHARED" AND NOT INSTALL_FROM)
    set(libraries ${build_dir}/third_party/QConductor/src)
    file(GLOB headers ${CHECKOUT}/src/core/*.h ${CHECKOUT}/src/core/*.h.in)
    list(FILTER headers EXCLUDE REGEX "_p[.]h$")
    check_exported_symbols(${libraries}/core/libQConductor.so NM ${NM} NAMESPACE QConductor HEADERS ${headers}
        PRIVATE
            QmlAccess
            TestAccess
            Private::maySessionEnd
            authoredType
            nameOf
            processEventsUntil
            qualifiedName
            unqualifiedName
    )
    file(GLOB headers ${CHECKOUT}/src/test/*.h)
    list(FILTER headers EXCLUDE REGEX "_p[.]h$")
    check_exported_symbols(${libraries}/test/libQConductorTest.so NM ${NM} NAMESPACE QConductor::Test HEADERS ${headers})
endif()
