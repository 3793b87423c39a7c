// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_META_QTVERSIONS_P_H
#define QCONDUCTOR_META_QTVERSIONS_P_H

#include <QtCore/qfuture.h>
#include <QtCore/qglobal.h>

#if QT_VERSION >= QT_VERSION_CHECK(6, 11, 0)
#  include <QtCore/qmetasequence.h>
#else
#  include <QtCore/qsequentialiterable.h>
#endif

// The only file of the libraries and their tests that asks for the version of Qt. Each name in it says which version of Qt
// changed something, and why one way of writing it doesn't do for all versions.
namespace QConductor {

// Iterates over a list whose element type is known only at run time. Qt 6.11 introduces QMetaSequence::Iterable, and
// declares QSequentialIterable, which has the same interface, as deprecated.
#if QT_VERSION >= QT_VERSION_CHECK(6, 11, 0)
using SequenceView = QMetaSequence::Iterable;
#else
using SequenceView = QSequentialIterable;
#endif

// A future that has finished. Qt 6.6 introduces makeReadyVoidFuture(), and Qt 6.10 warns of makeReadyFuture().
inline QFuture<void> makeReadyFuture()
{
#if QT_VERSION >= QT_VERSION_CHECK(6, 6, 0)
    return QtFuture::makeReadyVoidFuture();
#else
    return QtFuture::makeReadyFuture();
#endif
}

} // namespace QConductor

#endif
