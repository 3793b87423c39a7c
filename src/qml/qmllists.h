// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_QML_QMLLISTS_H
#define QCONDUCTOR_QML_QMLLISTS_H

#include <QtCore/qlist.h>

QT_BEGIN_NAMESPACE
class QObject;
QT_END_NAMESPACE

// The properties of type list<T> that are declared in QML, by their index in the meta-object. They can't be written through
// the meta-object, only changed. The library gets these functions when this module is loaded.
namespace QConductor::QmlLists {

QList<QObject *> read(QObject *object, int property);
void write(QObject *object, int property, const QList<QObject *> &values);

} // namespace QConductor::QmlLists

#endif
