// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TESTS_TWELVE_H
#define QCONDUCTOR_TESTS_TWELVE_H

#include "probe.h"

namespace Twelve {

class Settings : public Probe
{
    Q_OBJECT
public:
    using Probe::Probe;
};

class RecordedSettings : public Settings // a patch
{
    Q_OBJECT
public:
    using Settings::Settings;
};

class Database : public Probe
{
    Q_OBJECT
public:
    using Probe::Probe;
};

class MessageQueue : public Probe
{
    Q_OBJECT
public:
    using Probe::Probe;
};

class Cache : public Probe
{
    Q_OBJECT
public:
    using Probe::Probe;
};

class Catalogue : public Probe
{
    Q_OBJECT
public:
    using Probe::Probe;
};

class SearchIndex : public Probe
{
    Q_OBJECT
public:
    using Probe::Probe;
};

class Mailer : public Probe
{
    Q_OBJECT
public:
    using Probe::Probe;
};

class Ledger : public Probe
{
    Q_OBJECT
public:
    using Probe::Probe;
};

class WebApi : public Probe
{
    Q_OBJECT
public:
    using Probe::Probe;
};

class BackgroundWorkers : public Probe
{
    Q_OBJECT
public:
    using Probe::Probe;
};

class Statistics : public Probe
{
    Q_OBJECT
public:
    using Probe::Probe;
};

class MainWindow : public Probe
{
    Q_OBJECT
public:
    using Probe::Probe;
};

// Twelve components of an application: a patch, an optional one, a deferred one, one on demand, and one that may fail.
class Application
{
    Q_DISABLE_COPY_MOVE(Application)

public:
    Application()
    {
        using QConductor::Component;
        conductor.patch<Settings>(&recorded);
        conductor.setObjectName(QStringLiteral("Order Desk"));
        conductor.setScheduling(QConductor::Conductor::Scheduling::AsReady);
        settings = conductor.add<Settings>();
        database = add<Database>({ settings });
        queue = add<MessageQueue>({ settings });
        cache = add<Cache>({ database });
        catalogue = add<Catalogue>({ database, cache });
        search = add<SearchIndex>({ catalogue });
        search->setStartMode(Component::StartMode::Deferred);
        mailer = add<Mailer>({ queue });
        mailer->setEssential(false);
        ledger = add<Ledger>({ database, queue });
        webApi = add<WebApi>({ catalogue, ledger, settings });
        workers = add<BackgroundWorkers>({ queue, ledger });
        statistics = add<Statistics>({ database });
        statistics->setStartMode(Component::StartMode::OnDemand);
        window = add<MainWindow>({ webApi, workers, settings });
    }

    template <class Type> Probe *add(const QList<QConductor::Component *> &dependencies)
    {
        auto *probe = new Type(&owner);
        conductor.add(probe);
        for (QConductor::Component *dependency : dependencies)
            conductor.addDependency(probe, dependency);
        return probe;
    }

    QObject owner;
    RecordedSettings recorded;
    QConductor::Conductor conductor;
    Probe *settings, *database, *queue, *cache, *catalogue, *search, *mailer, *ledger, *webApi, *workers, *statistics,
            *window;
};

} // namespace Twelve

#endif
