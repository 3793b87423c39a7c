// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_QML_DECLAREDOBJECTS_H
#define QCONDUCTOR_QML_DECLAREDOBJECTS_H

#include <QtQml/qqmlexpression.h>
#include <QtQml/qqmllist.h>

#include <memory>

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
    void watchDocumentOf(QObject *owner);      // to be called in classBegin() of owner
    void watchDocumentsAround(QObject *owner); // to be called when the document of owner is complete
    bool isDocumentAlive() const; // whether its handlers are called; they aren't any more when it was unloaded

Q_SIGNALS:
    void appended(QObject *object);
    void documentCompleted(); // not emitted when the document is unloaded before
    // The document or one around it is about to be destroyed: its functions and handlers can be called, as they can't in a
    // destructor. This signal may be emitted several times.
    void documentEnds();

private:
    void append(QObject *object, QObject *owner);
    void watch(QObject *object); // tells when its document ends
    static DeclaredObjects *get(QQmlListProperty<QObject> *list) { return static_cast<DeclaredObjects *>(list->data); }

    QList<QObject *> m_objects;
    std::unique_ptr<QQmlExpression> m_probe; // loses its context when the document ends
};

} // namespace QConductor

#endif
