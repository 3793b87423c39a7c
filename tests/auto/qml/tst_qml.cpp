// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include <QtQuickTest/quicktest.h>

QUICK_TEST_MAIN(qml)
