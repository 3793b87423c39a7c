# SPDX-FileCopyrightText: The QConductor authors
# SPDX-License-Identifier: BSD-3-Clause

# An overlay port of vcpkg that builds the checkout it stands in: --overlay-ports=<checkout>/src/packaging/vcpkg
get_filename_component(SOURCE_PATH "${CMAKE_CURRENT_LIST_DIR}/../../../.." ABSOLUTE)

vcpkg_check_features(OUT_FEATURE_OPTIONS feature_options FEATURES qml QCONDUCTOR_BUILD_QML)

vcpkg_cmake_configure(
    SOURCE_PATH "${SOURCE_PATH}"
    OPTIONS
        ${feature_options}
        -DQCONDUCTOR_BUILD_TESTS=OFF
        -DQCONDUCTOR_BUILD_EXAMPLES=OFF
        -DQCONDUCTOR_INSTALL_QMLDIR=Qt6/qml
)
vcpkg_cmake_install()
vcpkg_cmake_config_fixup(PACKAGE_NAME QConductor CONFIG_PATH lib/cmake/QConductor)
vcpkg_fixup_pkgconfig()

file(REMOVE_RECURSE "${CURRENT_PACKAGES_DIR}/debug/include" "${CURRENT_PACKAGES_DIR}/debug/share")
vcpkg_install_copyright(FILE_LIST "${SOURCE_PATH}/LICENSE")
