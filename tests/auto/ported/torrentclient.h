// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TESTS_TORRENTCLIENT_H
#define QCONDUCTOR_TESTS_TORRENTCLIENT_H

#include "probe.h"

#include <QtNetwork/qtcpserver.h>

// The parts of a torrent client, each with what it needs.
namespace Torrents {

class Profile : public Probe
{
    Q_OBJECT
public:
    Q_INVOKABLE explicit Profile(QObject *parent = nullptr) : Probe(parent) { }
};

class LogFile : public Probe
{
    Q_OBJECT
    Q_PROPERTY(Torrents::Profile *profile MEMBER profile)
public:
    Q_INVOKABLE explicit LogFile(QObject *parent = nullptr) : Probe(parent) { }
    Profile *profile = nullptr;
};

class Preferences : public Probe
{
    Q_OBJECT
    Q_PROPERTY(Torrents::Profile *profile MEMBER profile)
public:
    Q_INVOKABLE explicit Preferences(QObject *parent = nullptr) : Probe(parent) { }
    Profile *profile = nullptr;
};

class Network : public Probe
{
    Q_OBJECT
    Q_PROPERTY(Torrents::Preferences *preferences MEMBER preferences)
public:
    Q_INVOKABLE explicit Network(QObject *parent = nullptr) : Probe(parent) { }
    Preferences *preferences = nullptr;
};

class Countries : public Probe // tells where a peer is
{
    Q_OBJECT
    Q_PROPERTY(Torrents::Network *network MEMBER network)
public:
    Q_INVOKABLE explicit Countries(QObject *parent = nullptr) : Probe(parent) { }
    Network *network = nullptr;
};

class Session : public Probe
{
    Q_OBJECT
    Q_CLASSINFO("OptionalDependencies", "countries")
    Q_PROPERTY(Torrents::Preferences *preferences MEMBER preferences)
    Q_PROPERTY(Torrents::LogFile *log MEMBER log)
    Q_PROPERTY(Torrents::Countries *countries MEMBER countries)
public:
    Q_INVOKABLE explicit Session(QObject *parent = nullptr) : Probe(parent) { }
    Preferences *preferences = nullptr;
    LogFile *log = nullptr;
    Countries *countries = nullptr;
};

class Feeds : public Probe
{
    Q_OBJECT
    Q_PROPERTY(Torrents::Network *network MEMBER network)
public:
    Q_INVOKABLE explicit Feeds(QObject *parent = nullptr) : Probe(parent) { }
    Network *network = nullptr;
};

class AutoDownloader : public Probe
{
    Q_OBJECT
    Q_PROPERTY(Torrents::Feeds *feeds MEMBER feeds)
    Q_PROPERTY(Torrents::Session *session MEMBER session)
public:
    Q_INVOKABLE explicit AutoDownloader(QObject *parent = nullptr) : Probe(parent) { }
    Feeds *feeds = nullptr;
    Session *session = nullptr;
};

class SearchEngine : public Probe
{
    Q_OBJECT
    Q_PROPERTY(Torrents::Network *network MEMBER network)
public:
    Q_INVOKABLE explicit SearchEngine(QObject *parent = nullptr) : Probe(parent) { }
    Network *network = nullptr;
};

class TransferList : public Probe
{
    Q_OBJECT
    Q_PROPERTY(Torrents::Session *session MEMBER session)
public:
    Q_INVOKABLE explicit TransferList(QObject *parent = nullptr) : Probe(parent) { }
    Session *session = nullptr;
};

class WebInterface : public Probe // serves on a port, which another program may have
{
    Q_OBJECT
    Q_PROPERTY(Torrents::Session *session MEMBER session)
public:
    Q_INVOKABLE explicit WebInterface(QObject *parent = nullptr) : Probe(parent) { setEssential(false); }
    Session *session = nullptr;
    quint16 port = 0; // 0: any

protected:
    QFuture<void> onSetup() override
    {
        if (!m_server.listen(QHostAddress::LocalHost, port))
            return failed(m_server.errorString());
        return Probe::onSetup();
    }
    QFuture<void> onShutdown() override
    {
        m_server.close();
        return Probe::onShutdown();
    }

private:
    QTcpServer m_server;
};

class Document : public Probe // a torrent whose window is open
{
    Q_OBJECT
    Q_PROPERTY(Torrents::Session *session MEMBER session)
public:
    using Probe::Probe;
    Session *session = nullptr;
};

class MainWindow : public Probe // stands for the window, which shows the documents in the order of their tabs
{
    Q_OBJECT
    Q_CLASSINFO("OptionalDependencies", "search web")
    Q_PROPERTY(Torrents::TransferList *transfers MEMBER transfers)
    Q_PROPERTY(Torrents::SearchEngine *search MEMBER search)
    Q_PROPERTY(Torrents::WebInterface *web MEMBER web)
    Q_PROPERTY(QList<Torrents::Document *> documents MEMBER documents)
public:
    Q_INVOKABLE explicit MainWindow(QObject *parent = nullptr) : Probe(parent) { }
    TransferList *transfers = nullptr;
    SearchEngine *search = nullptr;
    WebInterface *web = nullptr;
    QList<Document *> documents;
};

class TrayIcon : public Probe
{
    Q_OBJECT
    Q_PROPERTY(Torrents::MainWindow *window MEMBER window)
public:
    Q_INVOKABLE explicit TrayIcon(QObject *parent = nullptr) : Probe(parent) { }
    MainWindow *window = nullptr;
};

class UpdateCheck : public Probe // comes when the application runs
{
    Q_OBJECT
    Q_PROPERTY(Torrents::Network *network MEMBER network)
public:
    using Probe::Probe;
    Network *network = nullptr;
};

} // namespace Torrents

#endif
