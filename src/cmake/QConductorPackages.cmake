# SPDX-FileCopyrightText: The QConductor authors
# SPDX-License-Identifier: BSD-3-Clause

# Packages for Debian, by "cpack -G DEB", from a build that is configured with -DCMAKE_INSTALL_PREFIX=/usr:
#
# libqconductor1           the library that applications run with
# qml6-module-qconductor   the QML modules and the inspector, with their libraries
# libqconductor-dev        headers, CMake package, .pc files, and the library for tests
# libqconductor-doc        the documentation, if the target "docs" was built before
#
# tests/run --packages builds them, and tries them in a system that has nothing else.

install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/qconductor COMPONENT Runtime)
install(DIRECTORY ${PROJECT_BINARY_DIR}/doc/ DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/qconductor
    COMPONENT Documentation OPTIONAL)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME qconductor)
set(CPACK_PACKAGE_CONTACT "The QConductor authors <qconductor@localhost>") # whoever distributes the packages says whom to ask
set(CPACK_PACKAGING_INSTALL_PREFIX ${CMAKE_INSTALL_PREFIX})
set(CPACK_STRIP_FILES ON)
set(CPACK_VERBATIM_VARIABLES ON)
set(CPACK_COMPONENTS_ALL Runtime Development)
if(QCONDUCTOR_BUILD_QML)
    list(APPEND CPACK_COMPONENTS_ALL Qml)
endif()
if(TARGET docs)
    list(APPEND CPACK_COMPONENTS_ALL Documentation)
endif()

set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)

set(runtime libqconductor${PROJECT_VERSION_MAJOR})
set(exact "(= ${PROJECT_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE})")
set(library_dirs ${PROJECT_BINARY_DIR}/src/core ${PROJECT_BINARY_DIR}/src/qml ${PROJECT_BINARY_DIR}/src/inspector)

set(CPACK_DEBIAN_RUNTIME_PACKAGE_NAME ${runtime})
set(CPACK_DEBIAN_RUNTIME_PACKAGE_SECTION libs)
set(CPACK_DEBIAN_RUNTIME_DESCRIPTION "${PROJECT_DESCRIPTION}\nThis is the library that such applications run with.")
set(CPACK_DEBIAN_RUNTIME_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_RUNTIME_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS_POLICY ">=") # a program may need what the version that it was built with has added

set(CPACK_DEBIAN_QML_PACKAGE_NAME qml6-module-qconductor)
set(CPACK_DEBIAN_QML_PACKAGE_SECTION libs)
set(CPACK_DEBIAN_QML_DESCRIPTION "QML modules of QConductor\nThe modules QConductor and QConductor.Inspector.")
set(CPACK_DEBIAN_QML_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_QML_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS ${library_dirs})
set(CPACK_DEBIAN_QML_PACKAGE_DEPENDS "${runtime} ${exact}, qml6-module-qtqml, qml6-module-qtqml-models, \
qml6-module-qtqml-workerscript, qml6-module-qtquick, qml6-module-qtquick-window, qml6-module-qtquick-layouts, \
qml6-module-qtquick-templates, qml6-module-qtquick-controls")

set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME libqconductor-dev)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEVELOPMENT_DESCRIPTION "Headers of QConductor, and its library for tests")
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS "${runtime} ${exact}, qt6-base-dev (>= 6.4)")
if(QCONDUCTOR_BUILD_QML) # the CMake package checks that the libraries of the module are there
    string(APPEND CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS ", qml6-module-qconductor ${exact}")
    set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_RECOMMENDS "qt6-declarative-dev (>= 6.4)")
endif()
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SHLIBDEPS ON) # for the library for tests
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SUGGESTS libqconductor-doc)

set(CPACK_DEBIAN_DOCUMENTATION_PACKAGE_NAME libqconductor-doc)
set(CPACK_DEBIAN_DOCUMENTATION_PACKAGE_SECTION doc)
set(CPACK_DEBIAN_DOCUMENTATION_PACKAGE_ARCHITECTURE all)
set(CPACK_DEBIAN_DOCUMENTATION_DESCRIPTION "Documentation of QConductor, as HTML and for Qt Assistant")

include(CPack)
