// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "log.h"
#include "market.h"
#include "schedulings.h"

#include <QtCore/qpointer.h>
#include <QtCore/qsharedpointer.h>

#include <map>
#include <optional>
#include <vector>

using namespace QConductor;
using namespace Market;
using namespace Qt::StringLiterals;

// Properties that look like dependencies and aren't, and some that are meant so.
class LooksAlike : public Probe
{
    Q_OBJECT
    Q_PROPERTY(QPointer<Market::Database> pointer MEMBER pointer)
    Q_PROPERTY(QSharedPointer<Market::Database> shared MEMBER shared)
    Q_PROPERTY(std::shared_ptr<Market::Database> standard MEMBER standard)
    Q_PROPERTY(std::optional<Market::Database *> maybe MEMBER maybe)
    Q_PROPERTY(std::vector<Market::Database *> many MEMBER many)
    Q_PROPERTY(QHash<QString, Market::Database *> named MEMBER named)
    Q_PROPERTY(QPointer<QObject> object MEMBER object)
    Q_PROPERTY(std::vector<int> numbers MEMBER numbers)
    Q_PROPERTY(QList<Market::Database *> list MEMBER list)
    Q_PROPERTY(Market::Database *readOnly READ readOnly)
    Q_PROPERTY(Market::Database *constant READ readOnly CONSTANT)
    Q_PROPERTY(Market::Database *ignored READ readOnly WRITE ignore)
public:
    using Probe::Probe;
    Database *readOnly() const { return nullptr; }
    void ignore(Database *) { }

    QPointer<Database> pointer;
    QSharedPointer<Database> shared;
    std::shared_ptr<Database> standard;
    std::optional<Database *> maybe;
    std::vector<Database *> many;
    QHash<QString, Database *> named;
    QPointer<QObject> object;
    std::vector<int> numbers;
    QList<Database *> list;
};

class tst_LooksAlike : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isToldOnceForEachPropertyOfAClass() // R3
    {
        const QString prefix = u"qconductor: LooksAlike."_s;
        Log log;
        {
            LooksAlike first;
            LooksAlike second;
            Conductor conductor;
            conductor.add(&first);
            conductor.add(&second);
            QVERIFY(setsUp(conductor));
            QVERIFY(shutsDown(conductor));
            QVERIFY(setsUp(conductor));
        }
        QStringList warnings = log.linesIf([](const Log::Message &message) { return message.type == QtWarningMsg; });
        const QStringList templates = warnings.filter(u"isn't set by the conductor"_s);
        QStringList properties;
        for (const QString &warning : templates)
            properties += warning.mid(prefix.size()).section(u' ', 0, 0);
        QCOMPARE(properties,
                 QStringList({ u"pointer"_s, u"shared"_s, u"standard"_s, u"maybe"_s, u"many"_s, u"named"_s }));
        QCOMPARE(templates.constFirst(),
                 prefix
                         + u"pointer isn't set by the conductor: its type is QPointer<Market::Database>. A "
                           "dependency is a plain pointer: write Q_PROPERTY(Market::Database *pointer MEMBER …)"_s);
        QCOMPARE(templates.at(4),
                 prefix
                         + u"many isn't set by the conductor: its type is std::vector<Market::Database*>. A list of "
                           "dependencies is a QList: write Q_PROPERTY(QList<Market::Database *> many MEMBER …)"_s);
        QCOMPARE(warnings.filter(u"LooksAlike.ignored reads back something else"_s).size(), 1);
        QCOMPARE(warnings.size(), properties.size() + 1);

        const QStringList hints = log.linesIf([](const Log::Message &message) { return message.type == QtDebugMsg; });
        QCOMPARE(hints.size(), 1); // The property that is constant is meant so.
        QVERIFY2(hints.constFirst().startsWith(prefix
                                               + u"readOnly isn't set by the conductor, because it can't be written"_s),
                 qPrintable(hints.constFirst()));
    }

    void aSetterMayDestroyTheComponent() // R3, R19
    {
        Log log;
        Conductor conductor;
        auto *curious = new Curious;
        curious->onWrite = [curious] { delete curious; };
        conductor.add(curious);
        QVERIFY(finishes(conductor.setup()));
        QCOMPARE(conductor.state(), Conductor::State::Failed);
    }
};

QTEST_GUILESS_MAIN(tst_LooksAlike)
#include "tst_looksalike.moc"
