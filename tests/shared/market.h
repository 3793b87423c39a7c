// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TESTS_MARKET_H
#define QCONDUCTOR_TESTS_MARKET_H

#include "probe.h"

#include <functional>
#include <utility>

// The components of the tests that ask which instance a dependency gets.
namespace Market {

// A class that can be created and patched, and two classes that can stand for it.
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

class SlowDatabase : public FakeDatabase
{
    Q_OBJECT
public:
    Q_INVOKABLE explicit SlowDatabase(QObject *parent = nullptr) : FakeDatabase(parent) { }
};

// Two classes with the same dependency, which the second one inherits.
class WebApi : public Probe
{
    Q_OBJECT
    Q_PROPERTY(Market::Database *database MEMBER database)
public:
    Q_INVOKABLE explicit WebApi(QObject *parent = nullptr) : Probe(parent) { }
    Database *database = nullptr;
};

class Workers : public WebApi
{
    Q_OBJECT
public:
    Q_INVOKABLE explicit Workers(QObject *parent = nullptr) : WebApi(parent) { }
};

// Needs a class and another that may stand for it.
class Both : public Probe
{
    Q_OBJECT
    Q_PROPERTY(Market::Database *database MEMBER database)
    Q_PROPERTY(Market::FakeDatabase *fake MEMBER fake)
public:
    Q_INVOKABLE explicit Both(QObject *parent = nullptr) : Probe(parent) { }
    Database *database = nullptr;
    FakeDatabase *fake = nullptr;
};

// A dependent that lets a test act inside the functions of its property.
class Curious : public Probe
{
    Q_OBJECT
    Q_PROPERTY(Market::Database *database READ database WRITE setDatabase)
public:
    Q_INVOKABLE explicit Curious(QObject *parent = nullptr) : Probe(parent) { }

    Database *database() const
    {
        if (onRead)
            onRead();
        return m_database;
    }
    void setDatabase(Database *database)
    {
        m_database = database;
        if (const auto write = onWrite) // The copy outlives this component, which the function may destroy.
            write();
    }

    std::function<void()> onRead;
    std::function<void()> onWrite;

private:
    Database *m_database = nullptr;
};

// An abstract class, its two implementations, and two classes that need it.
class Storage : public Probe
{
    Q_OBJECT
public:
    explicit Storage(QObject *parent = nullptr) : Probe(parent) { }
    virtual void store() = 0;
};

class DiskStorage : public Storage
{
    Q_OBJECT
public:
    Q_INVOKABLE explicit DiskStorage(QObject *parent = nullptr) : Storage(parent) { }
    void store() override { }
};

class CloudStorage : public Storage
{
    Q_OBJECT
public:
    Q_INVOKABLE explicit CloudStorage(QObject *parent = nullptr) : Storage(parent) { }
    void store() override { }
};

class Archive : public Probe
{
    Q_OBJECT
    Q_PROPERTY(Market::Storage *storage MEMBER storage)
public:
    Q_INVOKABLE explicit Archive(QObject *parent = nullptr) : Probe(parent) { }
    Storage *storage = nullptr;
};

class Backup : public Archive
{
    Q_OBJECT
public:
    Q_INVOKABLE explicit Backup(QObject *parent = nullptr) : Archive(parent) { }
};

// A class that a conductor can't create by itself, because its constructor isn't invokable, and its dependent.
class Clerk : public Probe
{
    Q_OBJECT
public:
    explicit Clerk(QObject *parent = nullptr) : Probe(parent) { }
};

class Desk : public Probe
{
    Q_OBJECT
    Q_PROPERTY(Market::Clerk *clerk MEMBER clerk)
public:
    Q_INVOKABLE explicit Desk(QObject *parent = nullptr) : Probe(parent) { }
    Clerk *clerk = nullptr;
};

// A class whose constructor does what the test says, a class that can stand for it, and its dependent. Setup finds the
// founder of an office before the office's clerk.
class Founder : public Probe
{
    Q_OBJECT
public:
    static inline std::function<void()> founding;
    Q_INVOKABLE explicit Founder(QObject *parent = nullptr) : Probe(parent)
    {
        if (founding)
            founding();
    }
};

class Heir : public Founder
{
    Q_OBJECT
public:
    Q_INVOKABLE explicit Heir(QObject *parent = nullptr) : Founder(parent) { }
};

class Office : public Probe
{
    Q_OBJECT
    Q_PROPERTY(Market::Founder *founder MEMBER founder)
    Q_PROPERTY(Market::Clerk *clerk MEMBER clerk)
public:
    Q_INVOKABLE explicit Office(QObject *parent = nullptr) : Probe(parent) { }
    Founder *founder = nullptr;
    Clerk *clerk = nullptr;
};

} // namespace Market

#endif
