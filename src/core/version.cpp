// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include <QConductor/version.h>

namespace QConductor {

/*!
    \headerfile <QConductor/Version>
    \inmodule QConductor
    \since QConductor 1.0
    \title The version of QConductor
    \brief Says which version a program is compiled with, and which one it runs with.

    The macros are those of the headers, and version() is that of the library. They differ where the library was replaced
    after the program had been compiled.
*/

/*!
    \macro QCONDUCTOR_VERSION
    \relates <QConductor/Version>
    \since QConductor 1.0
    Expands to the version of the headers as a number, by which versions can be compared in the preprocessor.

    \code
    #if QCONDUCTOR_VERSION >= QT_VERSION_CHECK(1, 2, 0)
    \endcode
*/

/*!
    \macro QCONDUCTOR_VERSION_STR
    \relates <QConductor/Version>
    \since QConductor 1.0
    Expands to the version of the headers as a string literal, such as \c {"1.0.0"}.
*/

/*!
    \macro QCONDUCTOR_VERSION_MAJOR
    \relates <QConductor/Version>
    \since QConductor 1.0
    Expands to the first number of the version of the headers.
*/

/*!
    \macro QCONDUCTOR_VERSION_MINOR
    \relates <QConductor/Version>
    \since QConductor 1.0
    Expands to the second number of the version of the headers.
*/

/*!
    \macro QCONDUCTOR_VERSION_PATCH
    \relates <QConductor/Version>
    \since QConductor 1.0
    Expands to the third number of the version of the headers.
*/

/*!
    \relates <QConductor/Version>
    \since QConductor 1.0
    Returns the version of the library that the program runs with. This function is thread-safe.
*/
QVersionNumber version()
{
    return { QCONDUCTOR_VERSION_MAJOR, QCONDUCTOR_VERSION_MINOR, QCONDUCTOR_VERSION_PATCH };
}

} // namespace QConductor
