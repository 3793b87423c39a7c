// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "log.h"
#include "probe.h"

#include <QtQml/qqmlcomponent.h>
#include <QtQml/qqmlengine.h>

using namespace QConductor;
using namespace Qt::StringLiterals;

namespace {

struct Application
{
    Application()
    {
        engine.addImportPath(QStringLiteral(IMPORT_PATH));
        QQmlComponent document(&engine, QUrl::fromLocalFile(QStringLiteral(DOCUMENT)));
        conductor.reset(qobject_cast<Conductor *>(document.create()));
        if (!conductor)
            qWarning("%s", qPrintable(document.errorString()));
    }
    QString log() const { return conductor->property("log").toString().trimmed(); }
    QString token() const { return conductor->components().constFirst()->property("token").toString(); }

    QQmlEngine engine;
    std::unique_ptr<Conductor> conductor;
};

} // namespace

// The recipe for a hook in QML that waits for several answers.
class tst_Recipes_Qml : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aGeneratorWaitsForEachAnswer() // R29
    {
        Application application;
        QVERIFY(application.conductor);
        QVERIFY(setsUp(*application.conductor));
        QCOMPARE(application.token(), u"token for password"_s);
        QVERIFY(shutsDown(*application.conductor));
        QCOMPARE(application.log(), u"password token for password hide goodbye"_s);
    }

    void aRefusalIsAFailure() // R29
    {
        Application application;
        QVERIFY(application.conductor);
        application.conductor->setProperty("isRefused", true);
        const Log log;
        QVERIFY(finishes(application.conductor->setup()));
        QVERIFY(application.conductor->errorString().contains(u"refused"_s));
    }

    void aCancellationRunsWhatFollowsFinally() // R29, R16
    {
        Application application;
        QVERIFY(application.conductor);
        application.conductor->setProperty("isThinking", true);
        QFuture<void> setup = application.conductor->setup();
        QTRY_VERIFY(application.log().endsWith(u"token for password"_s));
        setup.cancel();
        QVERIFY(finishes(setup));
        QCOMPARE(application.conductor->state(), Conductor::State::Inactive);
        QVERIFY2(application.log().startsWith(u"password token for password hide"_s), qPrintable(application.log()));
        QCOMPARE(application.token(), QString());
    }
};

QTEST_GUILESS_MAIN(tst_Recipes_Qml)
#include "tst_recipes_qml.moc"
