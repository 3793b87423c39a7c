// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_QML_DECLAREDOBJECTS_H
#define QCONDUCTOR_QML_DECLAREDOBJECTS_H

#include <QtQml/qqmllist.h>

namespace QConductor {

// The objects that a QML document declares inside another: what stands behind a default property. It owns none of them,
// and forgets those that are destroyed.
class DeclaredObjects : public QObject
{
    Q_OBJECT

public:
    QQmlListProperty<QObject> property(QObject *owner);
    const QList<QObject *> &objects() const { return m_objects; }

Q_SIGNALS:
    void appended(QObject *object);

private:
    void append(QObject *object);
    static DeclaredObjects *get(QQmlListProperty<QObject> *list) { return static_cast<DeclaredObjects *>(list->data); }

    QList<QObject *> m_objects;
};

} // namespace QConductor

#endif
