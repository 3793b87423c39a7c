// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_QML_DECLAREDOBJECTS_H
#define QCONDUCTOR_QML_DECLAREDOBJECTS_H

#include <QtQml/qqmllist.h>

namespace QConductor {

// Makes an object that was created in JavaScript and has no parent a child of owner, so that it isn't
// garbage-collected.
void keep(QObject *object, QObject *owner);

// The list behind a default property: the objects that a QML document declares inside another object, and those that
// are appended later. The list can't be cleared, and each object in it exists: one that is destroyed is removed.
class DeclaredObjects : public QObject
{
    Q_OBJECT

public:
    QQmlListProperty<QObject> property(QObject *owner);
    const QList<QObject *> &objects() const { return m_objects; }
    void watchDocumentOf(QObject *owner); // to be called in classBegin() of owner

Q_SIGNALS:
    void appended(QObject *object);
    void documentEnds(); // before the document is destroyed: its functions can be called, as they can't in a destructor

private:
    void append(QObject *object, QObject *owner);
    static DeclaredObjects *get(QQmlListProperty<QObject> *list) { return static_cast<DeclaredObjects *>(list->data); }

    QList<QObject *> m_objects;
};

} // namespace QConductor

#endif
