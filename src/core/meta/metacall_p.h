// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_META_METACALL_P_H
#define QCONDUCTOR_META_METACALL_P_H

#include "global.h"

#include <QtCore/qlist.h>
#include <QtCore/qmetaobject.h>
#include <QtCore/qobject.h>

// The only file that calls the functions which moc generates without going through QMetaProperty. It does so because a
// dependency is read at each setup: a raw metacall takes 8 ns, QMetaProperty with a QVariant 39 to 149 ns. The layout of
// its arguments is that of QMetaProperty::read() and QMetaProperty::write(). It was tried with Qt 6.4.2, 6.8.2 and
// 6.11.2. The CMake option QCONDUCTOR_USE_QMETAPROPERTY replaces it by QMetaProperty.
namespace QConductor {

// A property whose type is a pointer to a QObject class, or a QList of such pointers. Reading and writing run the application's
// getter and setter. A QList of pointers has the same layout whatever the pointers point to.
class QCONDUCTOR_AUTOTEST_EXPORT PointerProperty
{
public:
    explicit PointerProperty(const QMetaProperty &property, bool isMadeByMoc);

    int index() const { return m_index; } // in the meta-object

    // The object must not be in its destructor: its class has to be the one that declares the property.
    QObject *read(QObject *object) const
    {
#ifdef QCONDUCTOR_USE_QMETAPROPERTY
        return readAny(object, m_index);
#else
        QObject *value = nullptr;
        void *arguments[] = { &value, nullptr };
        call(object, QMetaObject::ReadProperty, arguments);
        return value;
#endif
    }
    void write(QObject *object, QObject *value) const
    {
#ifdef QCONDUCTOR_USE_QMETAPROPERTY
        writeAny(object, m_index, value);
#else
        int status = -1;
        int flags = 0;
        void *arguments[] = { &value, nullptr, &status, &flags };
        call(object, QMetaObject::WriteProperty, arguments);
#endif
    }

    // The same for a list.
    QList<QObject *> readList(QObject *object) const;
    void writeList(QObject *object, QList<QObject *> values) const;

    // The same by index, and through the object's virtual functions: in an object that is being destroyed, a property of
    // a class whose destructor has ended reads as null, and isn't written.
    static QObject *readAny(QObject *object, int index);
    static void writeAny(QObject *object, int index, QObject *value);
    static QList<QObject *> readAnyList(QObject *object, int index);
    static void writeAnyList(QObject *object, int index, QList<QObject *> values);

    // A list that is declared in QML can be read and changed only by functions of the QML module, which sets them here.
    using ReadList = QList<QObject *> (*)(QObject *object, int index);
    using WriteList = void (*)(QObject *object, int index, const QList<QObject *> &values);
    static void setQmlLists(ReadList read, WriteList write);
    static bool isQmlList(const QMetaProperty &property); // which has no other setter

private:
#ifndef QCONDUCTOR_USE_QMETAPROPERTY
    void call(QObject *object, QMetaObject::Call kind, void **arguments) const
    {
        if (Q_LIKELY(m_staticMetacall))
            m_staticMetacall(object, kind, m_indexInClass, arguments);
        else
            QMetaObject::metacall(object, kind, m_index, arguments);
    }

    QMetaObject::Data::StaticMetacallFunction m_staticMetacall; // of the declaring class; nullptr: moc didn't make it
    int m_indexInClass;
#endif
    int m_index;
};

// Returns the type of the elements, if the type is a QList of pointers to QObjects or a QML list of them; otherwise an invalid
// type. No type has to be registered for it.
QMetaType listElementType(QMetaType type);

// Calls the Q_INVOKABLE constructor with that index, which takes nothing or a QObject *parent; the parent is nullptr.
QObject *construct(const QMetaObject *type, int constructor);

} // namespace QConductor

#endif
