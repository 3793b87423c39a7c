// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "world.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qelapsedtimer.h>
#include <QtCore/qfile.h>
#include <QtCore/qloggingcategory.h>
#include <QtCore/qrandom.h>
#include <QtTest/qtest.h>

using namespace QConductor;
using namespace Qt::StringLiterals;

namespace {

enum class Effort {
    Small, // for programs that aren't optimized or are sanitized, which take up to ten times as long
    Medium,
    Large // hours
};

// The environment variable QCONDUCTOR_EXHAUSTIVE is "small" or "large".
Effort effort()
{
    const QByteArray effort = qgetenv("QCONDUCTOR_EXHAUSTIVE");
    if (effort == "large")
        return Effort::Large;
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    return Effort::Small;
#else
    return effort == "small" ? Effort::Small : Effort::Medium;
#endif
}

enum Kinds {
    Required,
    Optional,
    BackPointers,
    Lists,
    Modes
}; // which dependencies there are; each has those before it, too

// Adds the graph with each choice of start modes that isn't Automatic for all components.
void addModes(Shape shape, QList<Shape> *all)
{
    int count = 1;
    for (int number = 0; number < shape.size(); ++number)
        count *= 3;
    for (int choice = 1; choice < count; ++choice) {
        shape.deferred = shape.onDemand = 0;
        int left = choice;
        for (int number = 0; number < shape.size(); ++number, left /= 3) {
            shape.deferred |= left % 3 == 1 ? 1u << number : 0;
            shape.onDemand |= left % 3 == 2 ? 1u << number : 0;
        }
        *all += shape;
    }
}

// Every graph of so many components that has one of the kind at least. A component requires only those before it, so each
// graph comes in each order in which its components can be added that has dependencies first. A back pointer is optional, and
// points to a component that comes later. A list holds all others. Of Modes, one component isn't Automatic at least, and all
// dependencies are required.
QList<Shape> shapes(int size, Kinds kinds = Required)
{
    static constexpr std::array<int, 5> choices { 2, 3, 6, 2, 2 }; // for each pair of components
    const int most = choices[kinds];
    int count = 1;
    for (int pair = 0; pair < size * (size - 1) / 2; ++pair)
        count *= most;
    QList<Shape> all;
    for (int number = 0; number < count; ++number) {
        Shape shape {
            std::vector<unsigned>(std::size_t(size)), std::vector<unsigned>(std::size_t(size)), 0, {}, 0, 0, 0, 0
        };
        bool isOfKind = kinds == Required;
        int left = number;
        for (int later = 0; later < size; ++later) {
            for (int earlier = 0; earlier < later; ++earlier) {
                const int choice = left % most;
                left /= most;
                const bool isOptional = choice % 3 == 2;
                const bool isBack = choice >= 3;
                isOfKind = isOfKind || (kinds == Optional && isOptional) || isBack;
                shape.needs[std::size_t(later)] |= choice % 3 > 0 ? 1u << earlier : 0;
                shape.optional[std::size_t(later)] |= isOptional ? 1u << earlier : 0;
                shape.needs[std::size_t(earlier)] |= isBack ? 1u << later : 0;
                shape.optional[std::size_t(earlier)] |= isBack ? 1u << later : 0;
            }
        }
        for (auto scheduling : { Conductor::Scheduling::LayerByLayer, Conductor::Scheduling::AsReady }) {
            shape.scheduling = scheduling;
            for (shape.lists = 1; kinds == Lists && shape.lists < 1u << size; ++shape.lists)
                all += shape;
            shape.lists = 0;
            if (kinds == Modes)
                addModes(shape, &all);
            if (isOfKind)
                all += shape;
        }
    }
    return all;
}

Shape randomShape(QRandomGenerator &random)
{
    Shape shape { {}, {}, 0, Conductor::Scheduling(random.bounded(2)), 0, 0, 0, 0 };
    const int size = 2 + random.bounded(9);
    const bool hasOptional = random.bounded(3) > 0;
    const bool hasLists = random.bounded(3) == 0;
    const bool hasModes = random.bounded(2) == 0;
    for (int number = 0; number < size; ++number) {
        unsigned needs = 0;
        unsigned optional = 0;
        for (int i = random.bounded(4); number > 0 && i > 0; --i) {
            const bool isBack = hasOptional && random.bounded(6) == 0;
            const unsigned need = 1u << random.bounded(isBack ? size : number);
            needs |= need == 1u << number ? 0 : need;
            optional |= isBack || (hasOptional && random.bounded(2) == 0) ? need & needs : 0;
        }
        for (int later = number + 1; later < size; ++later) // what comes later can't be required
            optional |= needs & 1u << later;
        shape.needs.push_back(needs);
        shape.optional.push_back(optional);
        shape.lists |= hasLists && random.bounded(4) == 0 ? 1u << number : 0;
        shape.inessential |= random.bounded(4) == 0 ? 1u << number : 0;
        shape.restarting |= random.bounded(4) == 0 ? 1u << number : 0;
        const int mode = hasModes ? random.bounded(6) : 0;
        shape.deferred |= mode == 1 || mode == 2 ? 1u << number : 0;
        shape.onDemand |= mode == 3 ? 1u << number : 0;
    }
    return shape;
}

// Goes through every sequence of steps, depth first. A sequence is taken anew from the beginning each time, because a world
// can't be copied. A world that is as another one was isn't gone through again.
class Search
{
public:
    Search(const Shape &shape, const Limits &limits) : m_shape(shape), m_limits(limits) { }

    void run() { visit(World(m_shape, m_limits).steps()); }

    qint64 runs = 0;
    QSet<QByteArray> states;
    QString wrong; // the first sequence that breaks a rule

private:
    void visit(const QList<Step> &steps)
    {
        for (const Step &step : steps) {
            if (!wrong.isEmpty())
                return;
            m_path += step;
            QList<Step> next;
            {
                World world(m_shape, m_limits);
                for (const Step &taken : std::as_const(m_path))
                    world.take(taken);
                ++runs;
                if (!world.wrong().isEmpty())
                    wrong = describe(world.wrong());
                const QByteArray key = world.key();
                if (!states.contains(key)) {
                    states.insert(key);
                    next = world.steps();
                }
            }
            visit(next);
            m_path.removeLast();
        }
    }
    QString describe(const QString &what) const
    {
        QStringList lines { what, m_shape.toString() };
        for (const Step &step : m_path)
            lines += u"  "_s + step.toString();
        return lines.join(u'\n');
    }

    const Shape m_shape;
    const Limits m_limits;
    QList<Step> m_path;
};

} // namespace

class tst_Exhaustive : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLoggingCategory::setFilterRules(u"qconductor*=false"_s); }

    void everySequenceKeepsTheRules_data()
    {
        QTest::addColumn<int>("size");
        QTest::addColumn<int>("calls");
        QTest::addColumn<int>("failures");
        QTest::addColumn<int>("cancels");
        QTest::addColumn<int>("timeouts");
        QTest::addColumn<int>("destructions");
        QTest::addColumn<int>("reports");
        QTest::addColumn<int>("kinds");
        QTest::addColumn<int>("requests");
        QTest::newRow("2 components, 2 calls, failing") << 2 << 2 << 1 << 1 << 0 << 0 << 0 << int(Required) << 0;
        QTest::newRow("3 components, 1 call, destroyed") << 3 << 1 << 0 << 0 << 0 << 2 << 0 << int(Required) << 0;
        QTest::newRow("3 components, 1 call, reporting") << 3 << 1 << 1 << 0 << 0 << 0 << 2 << int(Required) << 0;
        QTest::newRow("2 components, optional, 2 calls") << 2 << 2 << 0 << 1 << 0 << 0 << 0 << int(Optional) << 0;
        QTest::newRow("2 components, optional, failing") << 2 << 2 << 1 << 0 << 0 << 1 << 0 << int(Optional) << 0;
        QTest::newRow("2 components, back pointers") << 2 << 2 << 1 << 0 << 0 << 0 << 0 << int(BackPointers) << 0;
        QTest::newRow("3 components, lists, 1 call") << 3 << 1 << 0 << 0 << 0 << 1 << 0 << int(Lists) << 0;
        QTest::newRow("2 components, optional, reporting") << 2 << 2 << 1 << 0 << 0 << 0 << 2 << int(Optional) << 0;
        QTest::newRow("2 components, modes, failing") << 2 << 2 << 1 << 0 << 0 << 0 << 0 << int(Modes) << 0;
        QTest::newRow("2 components, modes, reporting") << 2 << 1 << 1 << 0 << 0 << 0 << 1 << int(Modes) << 0;
        QTest::newRow("3 components, modes, 1 call") << 3 << 1 << 1 << 0 << 0 << 0 << 0 << int(Modes) << 0;
        QTest::newRow("2 components, 1 call, asked") << 2 << 1 << 1 << 0 << 0 << 1 << 1 << int(Required) << 1;
        QTest::newRow("3 components, 1 call, asked") << 3 << 1 << 0 << 1 << 0 << 0 << 0 << int(Required) << 1;
        if (effort() == Effort::Small)
            return;
        QTest::newRow("1 component, 3 calls") << 1 << 3 << 1 << 1 << 1 << 0 << 0 << int(Required) << 0;
        QTest::newRow("2 components, 3 calls") << 2 << 3 << 0 << 1 << 0 << 0 << 0 << int(Required) << 0;
        QTest::newRow("2 components, 2 calls, timing out") << 2 << 2 << 0 << 0 << 2 << 0 << 0 << int(Required) << 0;
        QTest::newRow("2 components, 2 calls, destroyed") << 2 << 2 << 0 << 0 << 1 << 1 << 0 << int(Required) << 0;
        QTest::newRow("2 components, 2 calls, reporting") << 2 << 2 << 1 << 0 << 0 << 0 << 2 << int(Required) << 0;
        QTest::newRow("3 components, 2 calls") << 3 << 2 << 1 << 0 << 0 << 0 << 0 << int(Required) << 0;
        QTest::newRow("3 components, optional, 2 calls") << 3 << 2 << 0 << 0 << 0 << 0 << 0 << int(Optional) << 0;
        QTest::newRow("2 components, lists") << 2 << 2 << 0 << 0 << 0 << 1 << 0 << int(Lists) << 0;
        QTest::newRow("3 components, optional, reporting") << 3 << 1 << 1 << 0 << 0 << 0 << 2 << int(Optional) << 0;
        QTest::newRow("1 component, modes, 3 calls") << 1 << 3 << 1 << 1 << 0 << 0 << 0 << int(Modes) << 0;
        QTest::newRow("2 components, modes, 2 calls") << 2 << 2 << 0 << 1 << 0 << 0 << 0 << int(Modes) << 0;
        QTest::newRow("2 components, modes, destroyed") << 2 << 2 << 0 << 0 << 0 << 1 << 0 << int(Modes) << 0;
        QTest::newRow("1 component, 2 calls, asked") << 1 << 2 << 1 << 2 << 0 << 0 << 0 << int(Required) << 2;
        QTest::newRow("2 components, 2 calls, asked") << 2 << 2 << 0 << 1 << 0 << 0 << 0 << int(Required) << 1;
        if (effort() == Effort::Medium)
            return;
        QTest::newRow("1 component, 4 calls") << 1 << 4 << 2 << 1 << 3 << 0 << 0 << int(Required) << 0;
        QTest::newRow("2 components, 3 calls, failing") << 2 << 3 << 1 << 1 << 0 << 0 << 0 << int(Required) << 0;
        QTest::newRow("2 components, 3 calls, timing out") << 2 << 3 << 1 << 1 << 3 << 0 << 0 << int(Required) << 0;
        QTest::newRow("2 components, 3 calls, destroyed") << 2 << 3 << 1 << 1 << 1 << 2 << 0 << int(Required) << 0;
        QTest::newRow("3 components, 2 calls, destroyed") << 3 << 2 << 0 << 1 << 0 << 2 << 0 << int(Required) << 0;
        QTest::newRow("2 components, 3 calls, reporting") << 2 << 3 << 1 << 1 << 1 << 0 << 2 << int(Required) << 0;
        QTest::newRow("3 components, 2 calls, reporting") << 3 << 2 << 0 << 1 << 0 << 0 << 2 << int(Required) << 0;
        QTest::newRow("3 components, 2 calls, timing out") << 3 << 2 << 0 << 0 << 3 << 0 << 0 << int(Required) << 0;
        QTest::newRow("3 components, 3 calls") << 3 << 3 << 0 << 1 << 0 << 0 << 0 << int(Required) << 0;
        QTest::newRow("3 components, 3 calls, failing") << 3 << 3 << 1 << 0 << 0 << 0 << 0 << int(Required) << 0;
        QTest::newRow("4 components, 2 calls") << 4 << 2 << 1 << 0 << 0 << 0 << 0 << int(Required) << 0;
        QTest::newRow("2 components, optional, 3 calls") << 2 << 3 << 1 << 1 << 1 << 1 << 0 << int(Optional) << 0;
        QTest::newRow("2 components, lists, 3 calls") << 2 << 3 << 1 << 1 << 0 << 1 << 0 << int(Lists) << 0;
        QTest::newRow("3 components, lists, 2 calls") << 3 << 2 << 1 << 0 << 0 << 0 << 0 << int(Lists) << 0;
        QTest::newRow("2 components, back pointers, 3 calls")
                << 2 << 3 << 1 << 1 << 1 << 1 << 0 << int(BackPointers) << 0;
        QTest::newRow("3 components, optional, 2 calls, failing")
                << 3 << 2 << 1 << 1 << 0 << 1 << 0 << int(Optional) << 0;
        QTest::newRow("3 components, back pointers, 2 calls")
                << 3 << 2 << 1 << 0 << 0 << 0 << 0 << int(BackPointers) << 0;
        QTest::newRow("2 components, modes, 3 calls") << 2 << 3 << 1 << 1 << 0 << 0 << 0 << int(Modes) << 0;
        QTest::newRow("2 components, modes, 2 calls, all faults") << 2 << 2 << 1 << 1 << 1 << 1 << 1 << int(Modes) << 0;
        QTest::newRow("3 components, modes, 2 calls") << 3 << 2 << 1 << 0 << 0 << 0 << 0 << int(Modes) << 0;
        QTest::newRow("2 components, 2 calls, asked twice") << 2 << 2 << 1 << 2 << 0 << 1 << 1 << int(Required) << 2;
        QTest::newRow("3 components, 2 calls, asked") << 3 << 2 << 1 << 1 << 0 << 1 << 0 << int(Required) << 1;
    }
    void everySequenceKeepsTheRules() // R5, R12, R15 to R19, R36 to R38, R40 to R46
    {
        QFETCH(int, size);
        QFETCH(int, calls);
        QFETCH(int, failures);
        QFETCH(int, cancels);
        QFETCH(int, timeouts);
        QFETCH(int, destructions);
        QFETCH(int, reports);
        QFETCH(int, kinds);
        QFETCH(int, requests);
        qint64 runs = 0;
        qint64 states = 0;
        QElapsedTimer timer;
        timer.start();
        const QList<Shape> all = shapes(size, Kinds(kinds));
        for (const Shape &shape : all) {
            Search search(shape, { calls, failures, cancels, timeouts, destructions, reports, requests });
            search.run();
            QVERIFY2(search.wrong.isEmpty(), qPrintable(search.wrong));
            runs += search.runs;
            states += search.states.size();
        }
        qInfo("%d graphs in both schedulings, %lld runs, %lld distinct states, %lld ms", int(all.size() / 2), runs,
              states, timer.elapsed());
        QVERIFY(states > 10);
    }

    // R5, R15 to R19, R36 to R38, R40 to R46: Takes steps at random, in larger graphs. QCONDUCTOR_SEED is the seed of the
    // first walk, and each further walk has the next number as its seed. QCONDUCTOR_ROUNDS is the number of walks.
    void everyWalkKeepsTheRules()
    {
        bool isSet = false;
        const int given = qEnvironmentVariableIntValue("QCONDUCTOR_SEED", &isSet);
        const quint32 seed = isSet ? quint32(given) : QRandomGenerator::global()->bounded(1u << 30);
        const int rounds = qEnvironmentVariableIntValue("QCONDUCTOR_ROUNDS", &isSet);
        const int count = isSet ? rounds : effort() == Effort::Small ? 500 : 2000;
        qInfo("QCONDUCTOR_SEED=%u QCONDUCTOR_ROUNDS=%d", seed, count);
        for (int round = 0; round < count; ++round) {
            QRandomGenerator random(seed + quint32(round));
            const Shape shape = randomShape(random);
            World world(shape, { 8, random.bounded(3), random.bounded(3), random.bounded(4), random.bounded(3),
                                 random.bounded(3), random.bounded(3) });
            QStringList taken { shape.toString() };
            for (int i = 0; i < 60 && world.wrong().isEmpty(); ++i) {
                const QList<Step> steps = world.steps();
                if (steps.isEmpty())
                    break;
                const Step step = steps.at(random.bounded(int(steps.size())));
                taken += u"  "_s + step.toString();
                world.take(step);
                if (count == 1)
                    qInfo("%-30s %s", qPrintable(step.toString()), world.key().constData());
            }
            QVERIFY2(world.wrong().isEmpty(),
                     qPrintable(u"QCONDUCTOR_SEED=%1 QCONDUCTOR_ROUNDS=1: %2\n%3"_s.arg(seed + quint32(round))
                                        .arg(world.wrong(), taken.join(u'\n'))));
        }
    }

    // Takes the steps of the file that QCONDUCTOR_STEPS names, as this test has printed them, the graph in the first line.
    void replays()
    {
        QFile file(qEnvironmentVariable("QCONDUCTOR_STEPS"));
        if (!file.open(QIODevice::ReadOnly))
            QSKIP("QCONDUCTOR_STEPS names no file");
        QStringList lines = QString::fromUtf8(file.readAll()).split(u'\n', Qt::SkipEmptyParts);
        const QString graph = lines.takeFirst().trimmed();
        for (int size = 1; size <= Part::most; ++size) {
            for (const Kinds kinds : { Required, Optional, BackPointers, Lists, Modes }) {
                const QList<Shape> all = shapes(size, kinds);
                const auto shape = std::find_if(all.begin(), all.end(),
                                                [&graph](const Shape &shape) { return shape.toString() == graph; });
                if (shape != all.end())
                    return replay(*shape, lines);
            }
        }
    }

private:
    static void replay(const Shape &shape, const QStringList &lines)
    {
        World world(shape, { 99, 99, 99, 99, 99, 99, 99 });
        for (const QString &line : lines) {
            const QList<Step> steps = world.steps();
            const auto step = std::find_if(steps.begin(), steps.end(),
                                           [&line](const Step &step) { return step.toString() == line.trimmed(); });
            QVERIFY2(step != steps.end(), qPrintable(line));
            world.take(*step);
            qInfo("%-30s %s", qPrintable(line.trimmed()), world.key().constData());
        }
        QVERIFY2(world.wrong().isEmpty(), qPrintable(world.wrong()));
    }
};

QTEST_GUILESS_MAIN(tst_Exhaustive)
#include "tst_exhaustive.moc"
