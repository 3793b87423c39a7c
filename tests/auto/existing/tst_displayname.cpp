// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "log.h"
#include "probe.h"

#include <QtTest/qsignalspy.h>

using namespace QConductor;
using namespace Qt::StringLiterals;
using State = Component::State;

namespace Bakery {

class Database : public Probe
{
    Q_OBJECT
public:
    using Probe::Probe;
};

class Cache : public Probe
{
    Q_OBJECT
    Q_PROPERTY(Bakery::Database *db MEMBER db)
public:
    using Probe::Probe;
    Database *db = nullptr;
};

} // namespace Bakery

namespace Archive {

class Database : public Probe
{
    Q_OBJECT
public:
    using Probe::Probe;
};

} // namespace Archive

namespace {

// Sets up a conductor in which the component fails, and returns the error.
std::shared_ptr<SetupError> errorWhen(Probe &component, Conductor &conductor)
{
    component.setupHook = failing(u"no"_s);
    const QFuture<void> setup = conductor.setup();
    return finishes(setup) ? errorOf<SetupError>(setup) : nullptr;
}

} // namespace

class tst_DisplayName : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isWhatAPersonReads() // R53: as set, else the objectName, else the class's name without namespace
    {
        Bakery::Database db;
        QSignalSpy spy(&db, &Component::displayNameChanged);
        QCOMPARE(db.displayName(), u"Database"_s);
        db.setObjectName(u"main"_s);
        QCOMPARE(db.displayName(), u"main"_s);
        spy.clear();
        db.setDisplayName(u"Main database"_s);
        db.setDisplayName(u"Main database"_s);
        QCOMPARE(db.displayName(), u"Main database"_s);
        QCOMPARE(db.property("displayName").toString(), u"Main database"_s);
        QCOMPARE(spy.size(), 1);
        db.setDisplayName({});
        QCOMPARE(db.displayName(), u"main"_s);
    }

    void theSignalFollowsTheObjectName() // R53: each change is told once to each who is connected, unless a name is set
    {
        Bakery::Database db;
        QStringList names;
        connect(&db, &Component::displayNameChanged, this, [&names](const QString &name) { names += name; });
        const QSignalSpy spy(&db, SIGNAL(displayNameChanged(QString))); // connects in the other way
        db.setObjectName(u"main"_s);
        db.setObjectName(u"main"_s);
        db.setObjectName(u"spare"_s);
        QCOMPARE(names, QStringList({ u"main"_s, u"spare"_s }));
        QCOMPARE(spy.size(), 2);
        db.setDisplayName(u"Database"_s);
        db.setObjectName(u"other"_s);
        QCOMPARE(names.mid(2), QStringList { u"Database"_s });
        db.setDisplayName({});
        db.setObjectName({});
        QCOMPARE(names.mid(3), QStringList({ u"other"_s, u"Database"_s }));
    }

    void whoFollowsNoNameCostsNothing() // R53: objectNameChanged() is connected for somebody only
    {
        class Watched : public Bakery::Database
        {
        public:
            bool isWatched() const { return isSignalConnected(QMetaMethod::fromSignal(&QObject::objectNameChanged)); }
        };
        Watched db;
        const QSignalSpy states(&db, &Component::stateChanged);
        QVERIFY(!db.isWatched());
        const QSignalSpy names(&db, &Component::displayNameChanged);
        QVERIFY(db.isWatched());
    }

    void messagesUseIt() // R53: messages
    {
        Bakery::Database db;
        Bakery::Cache cache;
        db.setDisplayName(u"Main database"_s);
        Conductor conductor;
        conductor.add(&cache);
        conductor.add(&db);
        const auto error = errorWhen(db, conductor);
        QVERIFY(error);
        QVERIFY(error->message().startsWith(u"Setup failed: Main database: no"_s));
        QVERIFY(error->message().endsWith(u"\n  not set up: Cache (waiting for Main database)"_s));
        QCOMPARE(cache.errorString(), u"not set up: Main database (property db) failed: no"_s);
        QCOMPARE(error->failures().first().component, u"Bakery::Database"_s);
        QCOMPARE(error->failures().first().displayName, u"Main database"_s); // R53: Failure has it beside component
    }

    void progressTellsIt() // R53, R13: progress texts
    {
        Bakery::Database db;
        db.setDisplayName(u"Main database"_s);
        Conductor conductor;
        conductor.add(&db);
        const QFuture<void> setup = conductor.setup();
        QVERIFY(finishes(setup));
        QCOMPARE(setup.progressText(), u"Main database"_s);
    }

    void theClassIsShownWhereTwoReadTheSame() // R53: by names that were given, and by names of classes
    {
        Bakery::Database db;
        Archive::Database archive;
        Conductor conductor;
        conductor.add(&db);
        QVERIFY(errorWhen(db, conductor)->message().startsWith(u"Setup failed: Database: no"_s));
        conductor.add(&archive);
        QVERIFY(errorWhen(db, conductor)->message().startsWith(u"Setup failed: Bakery::Database: no"_s));
        db.setDisplayName(u"Data"_s);
        QVERIFY(errorWhen(db, conductor)->message().startsWith(u"Setup failed: Data: no"_s));
        archive.setDisplayName(u"Data"_s);
        QVERIFY(errorWhen(db, conductor)->message().startsWith(u"Setup failed: Data (Bakery::Database): no"_s));
    }

    void anObjectNameThatChangesIsSeen() // R53
    {
        Bakery::Database db;
        Bakery::Database other;
        Conductor conductor;
        conductor.add(&db);
        conductor.add(&other);
        QVERIFY(errorWhen(db, conductor)->message().startsWith(u"Setup failed: Bakery::Database: no"_s));
        db.setObjectName(u"main"_s);
        QVERIFY(errorWhen(db, conductor)->message().startsWith(u"Setup failed: main: no"_s));
    }

    void aComponentThatIsGoneIsNoNamesake() // R53
    {
        Bakery::Database db;
        Conductor conductor;
        conductor.add(&db);
        {
            Archive::Database archive;
            conductor.add(&archive);
            QVERIFY(errorWhen(db, conductor)->message().startsWith(u"Setup failed: Bakery::Database: no"_s));
        }
        QVERIFY(errorWhen(db, conductor)->message().startsWith(u"Setup failed: Database: no"_s));
    }

    void transitionsAreLoggedWithIt() // R53, R27
    {
        Bakery::Database db;
        db.setDisplayName(u"Main database"_s);
        Conductor conductor;
        conductor.add(&db);
        QLoggingCategory::setFilterRules(u"qconductor.lifecycle=true"_s);
        QStringList lines;
        {
            const Log log;
            QVERIFY(setsUp(conductor));
            lines = log.lines();
        }
        QLoggingCategory::setFilterRules({});
        QVERIFY(lines.contains(u"qconductor.lifecycle: Main database is active"_s));
    }
};

QTEST_GUILESS_MAIN(tst_DisplayName)
#include "tst_displayname.moc"
