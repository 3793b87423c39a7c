// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_QML_DECLAREDOBJECTS_H
#define QCONDUCTOR_QML_DECLAREDOBJECTS_H

#include <QtQml/qqmllist.h>

namespace QConductor {

// Makes an object that was created in JavaScript and is nobody's the owner's: else it would be collected.
void keep(QObject *object, QObject *owner);

// The objects that a QML document declares inside another: what stands behind a default property. It forgets those that
// are destroyed.
class DeclaredObjects : public QObject
{
    Q_OBJECT

public:
    QQmlListProperty<QObject> property(QObject *owner);
    const QList<QObject *> &objects() const { return m_objects; }
    void watchDocumentOf(QObject *owner);

Q_SIGNALS:
    void appended(QObject *object);
    void documentEnds(); // the functions in it can still be called: later, in a destructor, they can't

private:
    void append(QObject *object, QObject *owner);
    static DeclaredObjects *get(QQmlListProperty<QObject> *list) { return static_cast<DeclaredObjects *>(list->data); }

    QList<QObject *> m_objects;
};

} // namespace QConductor

#endif
