// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TESTS_PORTING_H
#define QCONDUCTOR_TESTS_PORTING_H

#include "probe.h"

#include <QtWidgets/qmainwindow.h>

// An application as people write them, and a few components.
namespace Porting {

inline QStringList calls; // what the functions have done

class Database : public Probe
{
    Q_OBJECT
public:
    Q_INVOKABLE explicit Database(QObject *parent = nullptr) : Probe(parent) { }
};

class Session : public QObject
{
    Q_OBJECT
public:
    explicit Session(Database *database) : isGood(database->isActive()) { }
    const bool isGood;
};

class MainWindow : public QMainWindow
{
    Q_OBJECT
    Q_PROPERTY(Porting::Session *session MEMBER session)
public:
    Session *session = nullptr;
};

class Printer : public QObject
{
    Q_OBJECT
    Q_PROPERTY(Porting::Database *database MEMBER database)
public:
    Database *database = nullptr;
};

class Preview : public QObject
{
    Q_OBJECT
public:
    explicit Preview(Printer *printer) : isGood(printer && printer->database) { }
    const bool isGood;
};

class Feed : public QObject
{
    Q_OBJECT
public:
    void connectToHost() { QMetaObject::invokeMethod(this, &Feed::connected, Qt::QueuedConnection); }
Q_SIGNALS:
    void connected();
    void failed(const QString &message);
};

class MockPrinter : public Printer
{
    Q_OBJECT
};

class Reports : public Probe
{
    Q_OBJECT
    Q_PROPERTY(Porting::Printer *printer MEMBER printer)
public:
    Q_INVOKABLE explicit Reports(QObject *parent = nullptr) : Probe(parent) { }
    Printer *printer = nullptr;
};

inline QConductor::FailureAction askWhatToDo(const QConductor::Error &error)
{
    calls += error.message();
    return QConductor::FailureAction::Quit;
}

struct Downloads
{
    static void init() { calls += QStringLiteral("init"); }
    static void free() { calls += QStringLiteral("free"); }
};

struct Tray
{
    static void show() { throw QConductor::Error(QStringLiteral("no tray")); }
};

struct Updates
{
    static QFuture<void> check()
    {
        calls += QStringLiteral("check");
        return QConductor::Component::done();
    }
};

} // namespace Porting

#endif
