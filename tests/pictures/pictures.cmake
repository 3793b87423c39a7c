# SPDX-FileCopyrightText: The QConductor authors
# SPDX-License-Identifier: BSD-3-Clause

# Says which pictures of the documentation are older than what they show or, with -D PROGRAMS=…, makes all of them anew.
#
#   cmake -D SOURCE_DIR=… -D BUILD_DIR=… [-D PROGRAMS=<tests that take pictures>] -P pictures.cmake
#
# The file made-from beside this one has a line for each picture: its name, and a hash of the sources that it was made from.
# Pixels aren't compared, because other versions of Qt and other fonts make others. Comments and white space don't count.

cmake_minimum_required(VERSION 3.21)

set(images ${SOURCE_DIR}/src/doc/images)
set(made_from ${CMAKE_CURRENT_LIST_DIR}/made-from)
set(largest_size 80000)

set(pictures
    inspector-light.png inspector-dark.png inspector-dark-setup.png inspector-light-components.png
    graph.svg
    desktop-10-asking.png
    qml-7-broken.png
)
set(drawn_by_hand services.svg)

# Sets *hash* to that of what the picture shows.
function(hash_sources picture out_hash)
    set(twelve tests/auto/inspector/twelve.h tests/auto/inspector/tst_inspectorpictures.cpp)
    if(picture MATCHES "^inspector")
        set(patterns src/inspector/*.qml src/inspector/*.cpp src/inspector/*.h src/qml/componentmodel.cpp src/qml/reportmodel.cpp
            ${twelve})
    elseif(picture MATCHES "^graph")
        set(patterns src/core/reporting/drawing.cpp src/core/reporting/survey.cpp ${twelve})
    elseif(picture MATCHES "^desktop")
        set(patterns examples/04-desktop/*.cpp examples/04-desktop/*.h examples/shop/database.cpp)
    elseif(picture MATCHES "^qml")
        set(patterns examples/03-qml/*.qml examples/03-qml/*.cpp examples/shop/database.cpp)
    endif()
    list(TRANSFORM patterns PREPEND ${SOURCE_DIR}/)
    file(GLOB files ${patterns})
    list(SORT files)
    set(all "")
    foreach(file IN LISTS files)
        file(READ ${file} text)
        string(REGEX REPLACE "//[^\n]*" "" text "${text}")
        string(REGEX REPLACE "/[*]([^*]|[*]+[^*/])*[*]+/" "" text "${text}")
        string(REGEX REPLACE "[ \t\r\n]+" "" text "${text}")
        string(APPEND all "${text}")
    endforeach()
    string(SHA256 hash "${all}")
    set(${out_hash} ${hash} PARENT_SCOPE)
endfunction()

function(make_pictures)
    find_program(dot dot REQUIRED)
    set(folder ${BUILD_DIR}/pictures)
    file(MAKE_DIRECTORY ${folder})
    set(ENV{QCONDUCTOR_PICTURES} ${folder})
    set(ENV{QT_QPA_PLATFORM} offscreen)
    set(ENV{QT_QUICK_BACKEND} software)
    foreach(program IN LISTS PROGRAMS)
        execute_process(COMMAND ${program} COMMAND_ERROR_IS_FATAL ANY)
    endforeach()
    execute_process(COMMAND ${dot} -Tsvg -o ${folder}/graph.svg ${folder}/graph.dot COMMAND_ERROR_IS_FATAL ANY)
    set(lines "")
    foreach(picture IN LISTS pictures)
        file(COPY ${folder}/${picture} DESTINATION ${images})
        hash_sources(${picture} hash)
        string(APPEND lines "${picture} ${hash}\n")
    endforeach()
    file(WRITE ${made_from} "${lines}")
endfunction()

function(check_pictures)
    set(complaints "")
    file(READ ${made_from} lines)
    file(GLOB_RECURSE pages ${SOURCE_DIR}/src/doc/*.qdoc)
    set(texts "")
    foreach(page IN LISTS pages ITEMS ${SOURCE_DIR}/README.md)
        file(READ ${page} text)
        string(APPEND texts "${text}")
    endforeach()
    foreach(picture IN LISTS pictures)
        hash_sources(${picture} hash)
        string(FIND "${lines}" "${picture} ${hash}\n" is_current)
        if(is_current EQUAL -1)
            list(APPEND complaints "${picture} is older than what it shows")
        endif()
        string(FIND "${texts}" "${picture}" is_used)
        if(is_used EQUAL -1)
            list(APPEND complaints "no page shows ${picture}")
        endif()
    endforeach()
    file(GLOB files RELATIVE ${images} ${images}/*)
    set(unknown ${files})
    list(REMOVE_ITEM unknown ${pictures} ${drawn_by_hand})
    foreach(file IN LISTS unknown)
        list(APPEND complaints "nobody knows what ${file} was made from")
    endforeach()
    foreach(file IN LISTS files)
        file(SIZE ${images}/${file} size)
        if(size GREATER largest_size)
            list(APPEND complaints "${file} has ${size} bytes, which is more than ${largest_size}")
        endif()
    endforeach()
    if(complaints)
        list(JOIN complaints "\n" text)
        message(FATAL_ERROR "${text}\nIn src/doc/images. To make the pictures anew, and look at them: tests/run --pictures")
    endif()
endfunction()

if(PROGRAMS)
    make_pictures()
else()
    check_pictures()
endif()
