// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TESTS_APPLICATION_H
#define QCONDUCTOR_TESTS_APPLICATION_H

#include <QConductor/Component>

// The application that the tests of Fixture start: those that pass, and those that fail on purpose.
namespace Shop {

using QConductor::Component;

class Database : public Component
{
    Q_OBJECT
public:
    Q_INVOKABLE explicit Database(QObject *parent = nullptr) : Component(parent) { }
};

class WebApi : public Component
{
    Q_OBJECT
    Q_PROPERTY(Shop::Database *database MEMBER database)
public:
    Q_INVOKABLE explicit WebApi(QObject *parent = nullptr) : Component(parent) { }
    Database *database = nullptr;
};

} // namespace Shop

#endif
