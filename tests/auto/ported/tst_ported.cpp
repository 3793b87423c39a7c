// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "log.h"
#include "schedulings.h"
#include "torrentclient.h"

#include <algorithm>

using namespace QConductor;
using namespace Torrents;
using namespace Qt::StringLiterals;

namespace {

// A torrent client of 13 parts, of which five are added and the others are what these need.
struct Client
{
    explicit Client(Conductor::Scheduling scheduling)
    {
        conductor.setScheduling(scheduling);
        conductor.add<Countries>();
        conductor.add<SearchEngine>();
        web = conductor.add<WebInterface>();
        conductor.add<TrayIcon>();
        conductor.add<AutoDownloader>();
    }
    template <class T> T *part() const { return conductor.component<T>(); }

    // Returns whether each component but one is active, and was never moved since the application came up.
    bool isUntouchedBut(const Component *exception) const
    {
        const QList<Component *> components = conductor.components();
        return std::all_of(components.begin(), components.end(), [exception](const Component *component) {
            const auto *probe = qobject_cast<const Probe *>(component);
            return component == exception
                   || (component->isActive() && probe->setupCount == 1 && probe->shutdownCount == 0);
        });
    }

    Conductor conductor;
    WebInterface *web;
};

} // namespace

class tst_Ported : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { journal.clear(); }

    void theWindowStaysWhenThePortIsInUse_data() { addSchedulings(); }
    void theWindowStaysWhenThePortIsInUse() // R40, R42, R36
    {
        QFETCH(Conductor::Scheduling, scheduling);
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost));
        Client client(scheduling);
        client.web->port = other.serverPort();
        const Log log;
        QVERIFY(setsUp(client.conductor));
        QCOMPARE(client.conductor.components().size(), 13);
        QCOMPARE(client.web->state(), Component::State::Failed);
        QVERIFY(client.isUntouchedBut(client.web));
        auto *window = client.part<MainWindow>();
        QVERIFY(window->isActive());
        QCOMPARE(window->web, nullptr);
        QCOMPARE(window->search, client.part<SearchEngine>());
        QVERIFY(client.conductor.isDegraded());
        QCOMPARE(client.conductor.failures().size(), 1);
        QCOMPARE(client.conductor.failures().first().component, u"Torrents::WebInterface"_s);
        QCOMPARE(log.lines(), QStringList(u"qconductor: WebInterface failed: "_s + client.web->errorString()));

        other.close();
        QVERIFY(finishes(client.conductor.restart(client.web)));
        QVERIFY(client.isUntouchedBut(client.web));
        QCOMPARE(window->web, client.web);
        QTRY_VERIFY(!client.conductor.isDegraded());
        QVERIFY(shutsDown(client.conductor));
    }

    void anUpdateCheckThatFailsTakesNothingDown_data()
    {
        addSchedulingColumn();
        QTest::addColumn<bool>("byStart");
        addInBothSchedulings(u"setup()"_s, false);
        addInBothSchedulings(u"start()"_s, true);
    }
    void anUpdateCheckThatFailsTakesNothingDown() // R15, R37
    {
        QFETCH(Conductor::Scheduling, scheduling);
        QFETCH(bool, byStart);
        Client client(scheduling);
        QVERIFY(setsUp(client.conductor));
        QStringList states;
        connect(&client.conductor, &Conductor::stateChanged, this,
                [&](Conductor::State state) { states += QVariant::fromValue(state).toString(); });
        UpdateCheck check;
        check.setupHook = failing(u"no answer"_s);
        client.conductor.add(&check);
        const QFuture<void> future = byStart ? client.conductor.start(&check) : client.conductor.setup();
        QVERIFY(finishes(future));
        const auto error = errorOf<SetupError>(future);
        QVERIFY(error);
        QCOMPARE(error->failures().size(), 1);
        QCOMPARE(error->failures().first().component, u"Torrents::UpdateCheck"_s);
        QCOMPARE(check.state(), Component::State::Failed);
        QVERIFY(client.isUntouchedBut(&check));
        QCOMPARE(states, QStringList());
        QTRY_VERIFY(client.conductor.isDegraded());
        QCOMPARE(client.conductor.state(), Conductor::State::Active);
        QVERIFY(shutsDown(client.conductor));
    }

    void theWindowHoldsTheDocuments_data() { addSchedulings(); }
    void theWindowHoldsTheDocuments() // R41
    {
        QFETCH(Conductor::Scheduling, scheduling);
        Document first;
        Document second;
        Document third;
        Client client(scheduling);
        client.conductor.add(&first);
        client.conductor.add(&second);
        QList<Document *> atSetup;
        auto *window = client.conductor.add<MainWindow>();
        window->setupHook = calling([&] { atSetup = window->documents; });
        QVERIFY(setsUp(client.conductor));
        QCOMPARE(client.conductor.components().size(), 15);
        QCOMPARE(atSetup, QList({ &first, &second })); // they are there when its hook runs
        QCOMPARE(window->documents, atSetup);

        client.conductor.add(&third);
        QVERIFY(finishes(client.conductor.start(&third)));
        QCOMPARE(window->documents, QList({ &first, &second, &third }));
        QVERIFY(finishes(client.conductor.stop(&first)));
        QCOMPARE(window->documents, QList({ &second, &third }));
        QCOMPARE(window->setupCount, 1);
        QVERIFY(window->isActive());
        QVERIFY(shutsDown(client.conductor));
    }
};

QTEST_GUILESS_MAIN(tst_Ported)
#include "tst_ported.moc"
