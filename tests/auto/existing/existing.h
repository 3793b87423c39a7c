// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TESTS_EXISTING_H
#define QCONDUCTOR_TESTS_EXISTING_H

#include "probe.h"

#include <QtCore/qpointer.h>
#include <QtWidgets/qmainwindow.h>

// What an application has before it uses QConductor: classes that are no components, and a few components that are new.
namespace Existing {

class Database : public Probe
{
    Q_OBJECT
public:
    Q_INVOKABLE explicit Database(QObject *parent = nullptr) : Probe(parent) { }
};

class Cache : public Probe
{
    Q_OBJECT
public:
    Q_INVOKABLE explicit Cache(QObject *parent = nullptr) : Probe(parent) { }
};

// A class of a library, with setters and plain pointers.
class Printer : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("OptionalDependencies", "cache")
    Q_PROPERTY(Existing::Database *database READ database WRITE setDatabase)
    Q_PROPERTY(Existing::Cache *cache MEMBER cache)
    Q_PROPERTY(QList<Existing::Database *> databases MEMBER databases)
public:
    Database *database() const { return m_database; }
    void setDatabase(Database *database)
    {
        m_database = database;
        journal += database ? QStringLiteral("printer gets database") : QStringLiteral("printer loses database");
    }
    int warmUp() { return 0; }
    void open() { journal += QStringLiteral("printer opens"); }

    Cache *cache = nullptr;
    QList<Database *> databases;

private:
    Database *m_database = nullptr;
};

class MockPrinter : public Printer
{
    Q_OBJECT
    Q_CLASSINFO("OptionalDependencies", "*")
};

// Its constructor needs a database that is active.
class Session : public QObject
{
    Q_OBJECT
public:
    explicit Session(Database *database) : m_database(database)
    {
        journal += QStringLiteral("create Session, database %1").arg(isUp());
    }
    ~Session() override { journal += QStringLiteral("destroy Session, database %1").arg(isUp()); }

private:
    QString isUp() const
    {
        return m_database && m_database->isActive() ? QStringLiteral("up") : QStringLiteral("down");
    }
    QPointer<Database> m_database;
};

class MainWindow : public QMainWindow
{
    Q_OBJECT
    Q_PROPERTY(Existing::Session *session MEMBER session)
    Q_PROPERTY(Existing::Printer *printer MEMBER printer)
public:
    using QMainWindow::QMainWindow;
    Session *session = nullptr;
    Printer *printer = nullptr;
};

// A component that needs a printer, which is none.
class Reports : public Probe
{
    Q_OBJECT
    Q_PROPERTY(Existing::Printer *printer MEMBER printer)
public:
    Q_INVOKABLE explicit Reports(QObject *parent = nullptr) : Probe(parent) { }
    Printer *printer = nullptr;
};

class Labels : public Probe
{
    Q_OBJECT
    Q_PROPERTY(Existing::Printer *printer MEMBER printer)
public:
    Printer *printer = nullptr;
};

// A singleton that is no QObject.
class Downloads
{
public:
    static void init() { journal += QStringLiteral("Downloads::init"); }
    static void free() { journal += QStringLiteral("Downloads::free"); }
};

// Two that know each other.
class Link : public QObject
{
    Q_OBJECT
    Q_PROPERTY(Existing::Link *next MEMBER next)
public:
    Link *next = nullptr;
};

class Left;
class Right : public QObject
{
    Q_OBJECT
    Q_PROPERTY(Existing::Left *left MEMBER left)
public:
    Left *left = nullptr;
};
class Left : public QObject
{
    Q_OBJECT
    Q_PROPERTY(Existing::Right *right MEMBER right)
public:
    Right *right = nullptr;
};

} // namespace Existing

#endif
