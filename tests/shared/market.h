// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TESTS_MARKET_H
#define QCONDUCTOR_TESTS_MARKET_H

#include "probe.h"

// A database that can be patched, and who needs it.
namespace Market {

class Database : public Probe
{
    Q_OBJECT
public:
    Q_INVOKABLE explicit Database(QObject *parent = nullptr) : Probe(parent) { }
};

class FakeDatabase : public Database
{
    Q_OBJECT
public:
    Q_INVOKABLE explicit FakeDatabase(QObject *parent = nullptr) : Database(parent) { }
};

class WebApi : public Probe
{
    Q_OBJECT
    Q_PROPERTY(Market::Database *database MEMBER database)
public:
    Q_INVOKABLE explicit WebApi(QObject *parent = nullptr) : Probe(parent) { }
    Database *database = nullptr;
};

} // namespace Market

#endif
