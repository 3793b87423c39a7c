// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "meta/naming_p.h"

#include <QtCore/qmetaobject.h>

#include <algorithm>

namespace QConductor {

namespace {

bool isUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool isLower(char c) { return c >= 'a' && c <= 'z'; }
bool isDigit(char c) { return c >= '0' && c <= '9'; }

// Returns where the ending begins that the QML engine has given to the name of a class, or -1. The engine names the class of
// a document Author_QMLTYPE_7, and that of an instance which adds something of its own Author_QML_7.
qsizetype engineSuffix(QByteArrayView name, QByteArrayView marker)
{
    const qsizetype at = name.lastIndexOf(marker);
    const QByteArrayView number = at < 0 ? QByteArrayView() : name.sliced(at + marker.size());
    return !number.isEmpty() && std::all_of(number.begin(), number.end(), isDigit) ? at : -1;
}

constexpr QByteArrayView instanceMarker = "_QML_";
constexpr QByteArrayView documentMarker = "_QMLTYPE_";
constexpr QByteArrayView ownQmlTypes = "QConductor::Qml"; // are called Service and so on
constexpr QByteArrayView ownNamespace = "QConductor::"; // is left out, because QML authors write AsyncComponent

bool startsWord(const QByteArray &name, qsizetype i)
{
    const char previous = name[i - 1];
    const char next = i + 1 < name.size() ? name[i + 1] : '\0';
    if (isDigit(name[i]))
        return isUpper(previous) || isLower(previous);
    return isUpper(name[i]) && (isLower(previous) || isDigit(previous) || (isUpper(previous) && isLower(next)));
}

} // namespace

const QMetaObject *authoredType(const QMetaObject *type)
{
    while (engineSuffix(type->className(), instanceMarker) >= 0)
        type = type->superClass();
    return type;
}

bool isMadeByQmlEngine(const QMetaObject *type)
{
    return engineSuffix(type->className(), instanceMarker) >= 0 || engineSuffix(type->className(), documentMarker) >= 0;
}

QByteArray qualifiedName(const QMetaObject *type)
{
    QByteArray name = authoredType(type)->className();
    if (const qsizetype suffix = engineSuffix(name, documentMarker); suffix >= 0)
        name.truncate(suffix);
    if (name.startsWith(ownQmlTypes))
        return name.sliced(ownQmlTypes.size());
    return name.startsWith(ownNamespace) ? name.sliced(ownNamespace.size()) : name;
}

QByteArray unqualifiedName(const QMetaObject *type)
{
    const QByteArray name = qualifiedName(type);
    return name.sliced(name.lastIndexOf(':') + 1);
}

QByteArray namespaceOf(const QMetaObject *type)
{
    const QByteArray name = qualifiedName(type);
    return name.left(std::max<qsizetype>(name.lastIndexOf("::"), 0));
}

QByteArray toSnakeCase(const QByteArray &name)
{
    QByteArray result;
    for (qsizetype i = 0; i < name.size(); ++i) {
        if (i > 0 && startsWord(name, i))
            result += '_';
        result += isUpper(name[i]) ? char(name[i] - 'A' + 'a') : name[i];
    }
    return result;
}

QString nameOf(const QMetaObject *type)
{
    return QString::fromUtf8(qualifiedName(type));
}

QString nameOf(const QMetaObject *type, int property)
{
    return nameOf(type) + QLatin1Char('.') + QString::fromUtf8(type->property(property).name());
}

} // namespace QConductor
