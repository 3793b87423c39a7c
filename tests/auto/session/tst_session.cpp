// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "probe.h"

#include <QConductor/SessionManagement>

#include <QtCore/qmetaobject.h>
#include <QtTest/qsignalspy.h>

using namespace QConductor;
using namespace Qt::StringLiterals;

namespace {

// Stands for the session manager of a desktop, and writes down what an application says to it.
struct SessionManager
{
    bool allowsInteraction()
    {
        said += u"may I ask?"_s;
        if (whileItThinks)
            whileItThinks();
        return isAllowing;
    }
    void release() { said += u"go on"_s; }
    void cancel() { said += u"stop"_s; }

    bool isAllowing = true;
    std::function<void()> whileItThinks;
    QStringList said;
};

bool isCommitHeard()
{
    struct Application : QGuiApplication
    {
        using QGuiApplication::isSignalConnected;
    };
    return (qGuiApp->*&Application::isSignalConnected)(QMetaMethod::fromSignal(&QGuiApplication::commitDataRequest));
}

} // namespace

// The session manager of Qt allows no interaction where there is none of the desktop. So the rest is tested with another one.
class tst_Session : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<Conductor> conductor;
    std::unique_ptr<Probe> document;
    SessionManager manager;

    void commitData() { Private::commitData<SessionManager>(conductor.get(), manager); }

private Q_SLOTS:
    void init()
    {
        journal.clear();
        manager = {};
        document = std::make_unique<Probe>();
        conductor = std::make_unique<Conductor>();
        conductor->add(document.get());
        conductor->setup();
        QTRY_COMPARE(conductor->state(), Conductor::State::Active);
    }
    void cleanup()
    {
        conductor.reset();
        document.reset();
    }

    void theComponentsAreAskedAndNothingIsShutDown_data()
    {
        QTest::addColumn<bool>("hasAgreed");
        QTest::addColumn<QString>("said");
        QTest::newRow("yes") << true << u"go on"_s;
        QTest::newRow("no") << false << u"stop"_s;
    }
    void theComponentsAreAskedAndNothingIsShutDown() // R46
    {
        QFETCH(bool, hasAgreed);
        QFETCH(QString, said);
        Person person;
        ShutdownReason reason = ShutdownReason::Requested;
        document->requestHook = [&](ShutdownReason why) {
            reason = why;
            later(document.get(), [&] { person.answer(hasAgreed); });
            return person.ask();
        };
        QSignalSpy refused(conductor.get(), &Conductor::shutdownRefused);
        commitData();
        QCOMPARE(manager.said, QStringList({ u"may I ask?"_s, said }));
        QCOMPARE(reason, ShutdownReason::Quit);
        QCOMPARE(refused.count(), hasAgreed ? 0 : 1);
        QCoreApplication::processEvents();
        QCOMPARE(conductor->state(), Conductor::State::Active);
        QCOMPARE(document->shutdownCount, 0);
    }

    void whereNoInteractionIsAllowedNobodyIsAsked() // R46
    {
        manager.isAllowing = false;
        commitData();
        QCOMPARE(manager.said, QStringList({ u"may I ask?"_s }));
        QCOMPARE(journal, QStringList({ u"setup Probe"_s }));
    }

    void whatIsNotUpIsNotAsked() // R46
    {
        conductor->shutdown();
        QTRY_COMPARE(conductor->state(), Conductor::State::Inactive);
        commitData();
        QCOMPARE(manager.said, QStringList());
    }

    void aConductorThatIsDestroyedMeanwhileHasNothingAgainstIt_data()
    {
        QTest::addColumn<bool>("isAsking");
        QTest::newRow("while the manager thinks") << false;
        QTest::newRow("while a component is asked") << true;
    }
    void aConductorThatIsDestroyedMeanwhileHasNothingAgainstIt() // R46
    {
        QFETCH(bool, isAsking);
        Person person;
        document->requestHook = [&](ShutdownReason) {
            later(document.get(), [&] { conductor.reset(); });
            return person.ask();
        };
        if (!isAsking)
            manager.whileItThinks = [this] { conductor.reset(); };
        commitData();
        QCOMPARE(manager.said, QStringList({ u"may I ask?"_s, u"go on"_s }));
        QCOMPARE(person.timesAsked, isAsking ? 1 : 0);
    }

    void anApplicationThatExitsMeanwhileHasNothingAgainstIt() // R46
    {
        Person person;
        document->requestHook = [&](ShutdownReason) {
            later(document.get(), [] { QCoreApplication::exit(3); });
            return person.ask();
        };
        later(document.get(), [this] { commitData(); });
        QCOMPARE(QCoreApplication::exec(), 3);
        QCOMPARE(manager.said, QStringList({ u"may I ask?"_s, u"go on"_s }));
        conductor.reset(); // the answer that comes now reaches nobody
        QVERIFY(person.isAskedToCancel());
    }

    void anAnswerThatIsPendingIsTheAnswer() // R46
    {
        Person person;
        document->requestHook = [&](ShutdownReason) { return person.ask(); };
        const QFuture<bool> request = conductor->requestShutdown();
        QTRY_COMPARE(person.timesAsked, 1);
        later(document.get(), [&] { person.answer(false); });
        commitData();
        QCOMPARE(manager.said, QStringList({ u"may I ask?"_s, u"stop"_s }));
        QCOMPARE(person.timesAsked, 1);
        QVERIFY(!request.result());
    }

    void theSignalOfTheApplicationIsHeard() // R46
    {
        QVERIFY(!isCommitHeard());
        manageSession(conductor.get());
        QVERIFY(isCommitHeard());
        auto *ofQt = qGuiApp->findChild<QSessionManager *>();
        QVERIFY(ofQt);
        if (!ofQt->allowsInteraction()) {
            Q_EMIT qGuiApp->commitDataRequest(*ofQt);
            QCOMPARE(journal, QStringList({ u"setup Probe"_s }));
        }
        conductor.reset();
        QVERIFY(!isCommitHeard());
    }
};

QTEST_MAIN(tst_Session)

#include "tst_session.moc"
