# SPDX-FileCopyrightText: The QConductor authors
# SPDX-License-Identifier: BSD-3-Clause

#! [use]
include(FetchContent)
FetchContent_Declare(QConductor SOURCE_DIR ${CMAKE_CURRENT_SOURCE_DIR}/third_party/QConductor)
FetchContent_MakeAvailable(QConductor)
target_link_libraries(shop PRIVATE QConductor::QConductor)
#! [use]
