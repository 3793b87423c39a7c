// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "meta/dependencytraps_p.h"

#include "meta/logging_p.h"
#include "meta/naming_p.h"

#include <QtCore/qmetaobject.h>
#include <QtCore/qmutex.h>
#include <QtCore/qset.h>

namespace QConductor {

namespace {

// Returns whether this is the first call with that name.
bool isNew(const QString &name)
{
    static QMutex mutex;
    static QSet<QString> told;

    const QMutexLocker locker(&mutex);
    if (told.contains(name))
        return false;
    told.insert(name);
    return true;
}

// Returns the arguments of a class template: "Db" and "Deleter" for "std::unique_ptr<Db,Deleter>". Only the outermost template
// counts.
QList<QByteArray> templateArguments(const QByteArray &type)
{
    QList<QByteArray> arguments;
    int depth = 0;
    QByteArray argument;
    for (const char c : type) {
        depth -= c == '>' ? 1 : 0;
        const bool isLast = depth == 0 && !argument.isEmpty();
        if (isLast || (depth == 1 && c == ','))
            arguments.append(std::exchange(argument, {}));
        else if (depth > 0)
            argument += c;
        depth += c == '<' ? 1 : 0;
    }
    return arguments;
}

// Returns the component class that a type name stands for, as in "Db", "Db*" or "const Db *"; nullptr: it stands for none that
// is known.
const QMetaObject *componentClass(QByteArray name)
{
    if (name.startsWith("const "))
        name.remove(0, 6);
    while (name.endsWith('*') || name.endsWith(' '))
        name.chop(1);
    const QMetaObject *type = ComponentType::findKnown(name);
    if (!type)
        type = QMetaType::fromName(name + '*').metaObject();
    return type && type->inherits(&Component::staticMetaObject) ? type : nullptr;
}

// Returns whether a type is a container of elements that follow each other, for which a QList can stand.
bool isSequence(const QByteArray &type)
{
    static const QList<QByteArray> names { "std::vector",        "std::list",  "std::deque", "std::set",
                                           "std::unordered_set", "std::array", "std::span",  "QSet",
                                           "QVarLengthArray",    "QQueue",     "QStack" };
    return names.contains(type.left(type.indexOf('<')));
}

void tellOfTemplate(const QMetaObject *type, int property)
{
    const QByteArray typeName = type->property(property).metaType().name();
    for (const QByteArray &argument : templateArguments(typeName)) {
        const QMetaObject *target = componentClass(argument);
        if (!target)
            continue;
        const QString name = nameOf(type, property);
        const QString pointer = nameOf(target) + QLatin1String(" *");
        const bool isList = isSequence(typeName);
        if (isNew(name))
            qCWarning(lcConductor).noquote().nospace()
                    << name << " isn't set by the conductor: its type is " << typeName
                    << (isList ? ". A list of dependencies is a QList: write "
                               : ". A dependency is a plain pointer: write ")
                    << "Q_PROPERTY(" << (isList ? QLatin1String("QList<") + pointer + QLatin1String("> ") : pointer)
                    << type->property(property).name() << " MEMBER …)";
        return;
    }
}

} // namespace

void tellOfTraps(const ComponentType &type)
{
    for (const auto &[metaObject, property] : type.suspects()) {
        if (metaObject->property(property).isWritable()) {
            tellOfTemplate(metaObject, property);
            continue;
        }
        const QString name = nameOf(metaObject, property);
        if (lcConductor().isDebugEnabled() && isNew(name))
            qCDebug(lcConductor).noquote().nospace()
                    << name
                    << " isn't set by the conductor, because it can't be written. If it is to be a dependency, give it WRITE "
                    << "or MEMBER; if not, CONSTANT says so";
    }
}

void tellOfUnprovided(const QMetaObject *type, int property, const QMetaObject *target)
{
    const QString name = nameOf(type, property);
    if (isNew(name))
        qCDebug(lcConductor).noquote().nospace()
                << name << " stays null, because no service has an object of the class " << nameOf(target)
                << ". If it is to be set by the conductor, write service<" << nameOf(target) << ">([] { return new "
                << nameOf(target) << "; }), or service(object) for one that exists";
}

void tellOfIgnoredValue(const QMetaObject *type, int property)
{
    const QString name = nameOf(type, property);
    if (isNew(name))
        qCWarning(lcConductor).noquote().nospace()
                << name << " reads back something else than the component that the conductor has "
                << "put into it: its setter has to keep the pointer";
}

} // namespace QConductor
