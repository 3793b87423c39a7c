// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "probe.h"
#include "work.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qprocess.h>
#include <QtCore/qregularexpression.h>
#include <QtCore/qsocketnotifier.h>
#include <QtCore/qthread.h>
#include <QtCore/qtimer.h>

#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <functional>
#include <map>
#include <sys/wait.h>
#include <unistd.h>

using namespace QConductor;

namespace {

void say(const QByteArray &line)
{
    std::puts(line.constData());
    std::fflush(stdout);
}

// Says that the application is asked to quit, and refuses, as a window does that ignores its close event.
class QuitRefuser : public QObject
{
public:
    QuitRefuser() { QCoreApplication::instance()->installEventFilter(this); }
    bool eventFilter(QObject *, QEvent *event) override
    {
        if (event->type() != QEvent::Quit)
            return false;
        say("asked to quit");
        event->ignore();
        return true;
    }
};

// A conductor that says what it does, and its component, whose shutdown lasts until the gate opens.
class Part
{
public:
    Part(const QByteArray &name, Gate &gate)
    {
        probe.shutdownHook = [name, &gate] {
            const QFuture<void> future = gate.enter();
            say(name + " is shutting down");
            return future;
        };
        conductor.add(&probe);
        QObject::connect(&conductor, &Conductor::activated, &conductor, [name] { say(name + " is active"); });
        QObject::connect(&conductor, &Conductor::deactivated, &conductor, [name] { say(name + " is inactive"); });
    }

    Probe probe;
    Conductor conductor;
};

// The applications that the tests start as processes. Each does what the lines of its standard input say, and says what
// happens.
class Application : public QObject
{
public:
    Application()
    {
        connect(&m_input, &QSocketNotifier::activated, this, &Application::read);
        connect(QCoreApplication::instance(), &QCoreApplication::aboutToQuit, this, [] { say("about to quit"); });
    }

    int exec(const QByteArray &kind)
    {
        const std::map<QByteArray, std::function<int()>> kinds {
            { "serves", [this] { return serve(); } },
            { "serves with a handler", [this] { return serveWithHandler(); } },
            { "sets up", [this] { return setUp(); } },
            { "serves in a run", [this] { return serveInRun(); } },
            { "runs in a slot", [this] { return runInSlot(); } },
            { "serves in a thread", [this] { return serveInThread(); } },
        };
        return kinds.at(kind)();
    }

private:
    int serve()
    {
        Part part("server", m_gate);
        return sayResult("served", part.conductor.serve());
    }

    int serveWithHandler()
    {
        std::signal(SIGTERM, [](int) { _exit(3); });
        return serve();
    }

    int setUp()
    {
        Part part("server", m_gate);
        part.probe.setupHook = [this] {
            const QFuture<void> future = m_gate.enter();
            say("server is setting up");
            return future;
        };
        return sayResult("served", part.conductor.serve());
    }

    int serveInRun()
    {
        Part outer("outer", m_gate);
        Part inner("inner", m_gate);
        return sayResult("run", outer.conductor.run([&] {
            sayResult("served", inner.conductor.serve());
            return Component::done();
        }));
    }

    int runInSlot()
    {
        Part part("server", m_gate);
        QTimer::singleShot(0, this,
                           [&] { sayResult("run", part.conductor.run([this] { return untilCanceled(this); })); });
        return sayResult("executed", QCoreApplication::exec());
    }

    int serveInThread()
    {
        const std::unique_ptr<QThread> thread(QThread::create([this] { serve(); }));
        thread->start();
        const int result = QCoreApplication::exec();
        thread->wait();
        return sayResult("executed", result);
    }

    static int sayResult(const QByteArray &what, int result)
    {
        say(what + ' ' + QByteArray::number(result));
        return result;
    }

    void read()
    {
        char buffer[256];
        const auto size = ::read(STDIN_FILENO, buffer, sizeof buffer);
        if (size <= 0)
            _exit(6); // The test has ended before this process.
        m_lines.append(buffer, int(size));
        for (auto end = m_lines.indexOf('\n'); end >= 0; end = m_lines.indexOf('\n')) {
            const QByteArray line = m_lines.left(end);
            m_lines.remove(0, end + 1);
            obey(line);
        }
    }

    void obey(const QByteArray &line)
    {
        const std::map<QByteArray, std::function<void()>> commands {
            { "answer", [] { say("here"); } },
            { "open the gate", [this] { m_gate.open(); } },
            { "fail at the gate", [this] { m_gate.fail(QStringLiteral("no")); } },
            { "quit", [] { QCoreApplication::quit(); } },
            { "ignore SIGHUP", [] { std::signal(SIGHUP, SIG_IGN); } },
            { "fork", [this] { forkAnd(&waitForSignal); } },
            { "fork and execute", [this] { forkAnd(&execute); } },
            { "fork and serve", [this] { forkAnd(&serveForked); } },
            { "fork and process events", [this] { forkAnd([this] { processEventsForked(); }); } },
            { "ask the forked process", [this] { [[maybe_unused]] const auto size = write(m_question[1], "?", 1); } },
            { "wait for the forked process", [this] { sayHowForkedEnded(); } },
            { "vfork", [this] { vforkAndRaise(); } },
        };
        commands.at(line)();
    }

    void forkAnd(const std::function<void()> &work)
    {
        if (pipe(m_question) != 0)
            qFatal("no pipe");
        m_forked = fork();
        if (m_forked == 0) {
            alarm(60); // It ends even if the test fails.
            m_input.setEnabled(false);
            work();
            _exit(5);
        }
        say("forked " + QByteArray::number(m_forked));
    }

    static void waitForSignal()
    {
        for (;;)
            pause();
    }

    static void execute()
    {
        const QByteArray program = QFile::encodeName(QCoreApplication::applicationFilePath());
        execl(program.constData(), program.constData(), "--wait", nullptr);
    }

    // The thread has an event dispatcher of its own, while the inherited one has descriptors that the parent uses.
    static void serveForked()
    {
        const std::unique_ptr<QThread> thread(QThread::create([] {
            Probe probe;
            Conductor conductor;
            conductor.add(&probe);
            QObject::connect(&conductor, &Conductor::activated, &conductor,
                             [] { say("the forked process is active"); });
            sayResult("the forked process has served", conductor.serve());
        }));
        thread->start();
        thread->wait();
    }

    // Answers the question one turn of the event loop after it came, so that all events that came before were delivered.
    void processEventsForked()
    {
        QSocketNotifier question(m_question[0], QSocketNotifier::Read);
        int turns = 0;
        connect(&question, &QSocketNotifier::activated, this, [&] { ++turns; });
        while (turns < 2)
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        say(m_gate.isEntered ? "the forked process is shutting down" : "the forked process goes on");
    }

    void sayHowForkedEnded()
    {
        int status = 0;
        waitpid(m_forked, &status, 0);
        if (WIFSIGNALED(status))
            sayResult("ended by signal", WTERMSIG(status));
        else
            sayResult("exited with", WEXITSTATUS(status));
    }

    // Some versions of QProcess fork in this way, which leaves the memory to both processes.
    void vforkAndRaise()
    {
        m_forked = vfork();
        if (m_forked == 0) {
            raise(SIGTERM);
            _exit(5);
        }
        sayHowForkedEnded();
    }

    QSocketNotifier m_input { STDIN_FILENO, QSocketNotifier::Read };
    QByteArray m_lines;
    QuitRefuser m_quitRefuser;
    Gate m_gate;
    pid_t m_forked = 0;
    int m_question[2] = { -1, -1 };
};

bool isOpen(int descriptor)
{
    return fcntl(descriptor, F_GETFD) != -1;
}

// Serves with standard streams closed, prints while it serves, and then exits with 7. The result is 0 if a signal ended it,
// 8 if a descriptor took the place of a standard stream, and 9 if a process that it executes would inherit one.
int serveWithClosedStreams(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    constexpr int descriptorCount = 256;
    for (const char *stream = argv[2]; *stream; ++stream)
        close(*stream - '0');
    bool wasOpen[descriptorCount];
    for (int descriptor = 0; descriptor < descriptorCount; ++descriptor)
        wasOpen[descriptor] = isOpen(descriptor);

    Conductor conductor;
    QObject::connect(&conductor, &Conductor::activated, &conductor, [&] {
        say("no signal");
        int code = 7;
        for (int descriptor = 0; descriptor < descriptorCount; ++descriptor) {
            if (wasOpen[descriptor] || !isOpen(descriptor))
                continue;
            if (descriptor <= STDERR_FILENO)
                code = 8;
            else if (!(fcntl(descriptor, F_GETFD) & FD_CLOEXEC))
                code = qMax(code, 9);
        }
        auto *watcher = new QFutureWatcher<void>(&conductor);
        QObject::connect(watcher, &QFutureWatcherBase::finished, &conductor, [code] { QCoreApplication::exit(code); });
        watcher->setFuture(afterTicks(&conductor, 20));
    });
    return conductor.serve();
}

// Starts one of those applications as a process, reads what it says, and sends lines and signals to it.
class Process
{
public:
    explicit Process(const QByteArray &kind, const std::function<void()> &modifier = {})
    {
        m_process.setChildProcessModifier(modifier);
        m_process.start(QCoreApplication::applicationFilePath(), { QStringLiteral("--be"), QString::fromLatin1(kind) });
    }
    void tell(const QByteArray &line) { m_process.write(line + '\n'); }
    void signal(int number)
    {
        if (const auto id = pid_t(m_process.processId()); id > 0) // 0 would mean the process group of this test.
            kill(id, number);
    }

    // Waits for the line, and looks behind it the next time.
    bool says(const QByteArray &line)
    {
        return QTest::qWaitFor(
                [&] {
                    const auto place = output().indexOf(line + '\n', m_read);
                    if (place < 0)
                        return false;
                    m_read = place + line.size() + 1;
                    return true;
                },
                30000);
    }
    bool hasSaid(const QByteArray &line) { return output().contains(line + '\n'); }

    // Whether it still turns its event loop, after all that it was told.
    bool answers()
    {
        tell("answer");
        return says("here");
    }
    bool opensTheGate(const QByteArray &after)
    {
        if (!says(after))
            return false;
        tell("open the gate");
        return true;
    }
    // The id of the process that it forks.
    pid_t forks(const QByteArray &command)
    {
        const QRegularExpression forked(QStringLiteral("^forked (\\d+)\n"), QRegularExpression::MultilineOption);
        QRegularExpressionMatch match;
        tell(command);
        const bool hasForked = QTest::qWaitFor(
                [&] {
                    match = forked.match(QString::fromLatin1(output()));
                    return match.hasMatch();
                },
                30000);
        return hasForked ? match.captured(1).toInt() : -1;
    }

    bool ends()
    {
        return QTest::qWaitFor([&] { return m_process.state() == QProcess::NotRunning; }, 30000);
    }
    bool exitsWith(int code)
    {
        return ends() && m_process.exitStatus() == QProcess::NormalExit && m_process.exitCode() == code;
    }
    bool endsBySignal(int number)
    {
        return ends() && m_process.exitStatus() == QProcess::CrashExit && m_process.exitCode() == number;
    }

private:
    const QByteArray &output()
    {
        m_output += m_process.readAllStandardOutput();
        return m_output;
    }

    QProcess m_process;
    QByteArray m_output;
    qsizetype m_read = 0;
};

// What a test does with a conductor.
using Deed = std::function<void(Conductor *)>;

void shutDown(Conductor *conductor)
{
    conductor->shutdown();
}

// Fails the test and ends the run, if that takes longer than 30 s.
void limit(QObject *context)
{
    QTimer::singleShot(30000, context, [] {
        QTest::qFail("it doesn't end", __FILE__, __LINE__);
        QCoreApplication::exit(99);
    });
}

} // namespace

class tst_Serving : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aSignalAsksNobody_data()
    {
        QTest::addColumn<int>("number");
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        QTest::newRow("SIGINT") << SIGINT << QByteArray("answer") << QByteArray("answer");
        QTest::newRow("SIGTERM") << SIGTERM << QByteArray("answer") << QByteArray("answer");
        QTest::newRow("SIGHUP") << SIGHUP << QByteArray("answer") << QByteArray("answer");
        QTest::newRow("before a quit") << SIGTERM << QByteArray("answer") << QByteArray("quit");
        QTest::newRow("after a quit") << SIGTERM << QByteArray("quit") << QByteArray("answer");
    }
    void aSignalAsksNobody() // R24: It ends the application by shutdown() and then exit(), and not by quit().
    {
        QFETCH(int, number);
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, after);
        Process process("serves");
        QVERIFY(process.says("server is active"));
        process.tell(before);
        QVERIFY(process.answers());
        process.signal(number);
        QVERIFY(process.answers());
        process.tell(after);
        QVERIFY(process.answers());
        process.tell("open the gate");
        QVERIFY(process.says("served 0"));
        QVERIFY(process.exitsWith(0));
        QVERIFY(process.hasSaid(
                "server is inactive")); // from Qt 6.5 on, aboutToQuit() is emitted in exit(), before that
        QVERIFY(process.hasSaid("about to quit"));
        QVERIFY(!process.hasSaid("asked to quit"));
    }

    void aSignalCancelsSetup_data()
    {
        QTest::addColumn<QByteArray>("after");
        QTest::newRow("alone") << QByteArray("answer");
        QTest::newRow("before a quit") << QByteArray("quit");
    }
    void aSignalCancelsSetup() // R24
    {
        QFETCH(QByteArray, after);
        Process process("sets up");
        QVERIFY(process.says("server is setting up"));
        process.signal(SIGTERM);
        QVERIFY(process.answers());
        process.tell(after);
        process.tell("open the gate");
        QVERIFY(process.opensTheGate("server is shutting down"));
        QVERIFY(process.says("served 0"));
        QVERIFY(process.exitsWith(0));
        QVERIFY(!process.hasSaid("server is active"));
        QVERIFY(!process.hasSaid("asked to quit"));
    }

    void aSecondSignalEndsTheProcess_data()
    {
        QTest::addColumn<QByteArray>("kind");
        QTest::addColumn<QByteArray>("before"); // the line that the process says before the first signal
        QTest::addColumn<bool>("rollsBack");
        QTest::addColumn<int>("second");
        const QByteArray active("server is active");
        const QByteArray settingUp("server is setting up");
        QTest::newRow("in shutdown, the same") << QByteArray("serves") << active << false << SIGTERM;
        QTest::newRow("in shutdown, another") << QByteArray("serves") << active << false << SIGINT;
        QTest::newRow("in a setup that was canceled") << QByteArray("sets up") << settingUp << false << SIGTERM;
        QTest::newRow("in its roll-back") << QByteArray("sets up") << settingUp << true << SIGHUP;
    }
    void aSecondSignalEndsTheProcess() // R24: It does so by the default action.
    {
        QFETCH(QByteArray, kind);
        QFETCH(QByteArray, before);
        QFETCH(bool, rollsBack);
        QFETCH(int, second);
        Process process(kind);
        QVERIFY(process.says(before));
        process.signal(SIGTERM);
        QVERIFY(process.answers());
        if (rollsBack) {
            process.tell("open the gate");
            QVERIFY(process.says("server is shutting down"));
        }
        process.signal(second);
        QVERIFY(process.endsBySignal(second));
    }

    void anIgnoredSignalStaysIgnored_data()
    {
        QTest::addColumn<int>("ignored");
        QTest::addColumn<int>("other");
        QTest::newRow("under nohup") << SIGHUP << SIGTERM;
        QTest::newRow("in the background of a script") << SIGINT << SIGTERM;
        QTest::newRow("SIGTERM") << SIGTERM << SIGINT;
    }
    void anIgnoredSignalStaysIgnored() // R24: It does so also while another signal ends the application.
    {
        QFETCH(int, ignored);
        QFETCH(int, other);
        Process process("serves", [&] { std::signal(ignored, SIG_IGN); });
        QVERIFY(process.says("server is active"));
        process.signal(ignored);
        QVERIFY(process.answers());
        QVERIFY(!process.hasSaid("server is shutting down"));
        process.signal(other);
        QVERIFY(process.says("server is shutting down"));
        process.signal(ignored);
        QVERIFY(process.answers());
        process.tell("open the gate");
        QVERIFY(process.says("served 0"));
        QVERIFY(process.exitsWith(0));
    }

    void whatTheApplicationIgnoresMeanwhileStaysIgnored() // R24
    {
        Process process("serves");
        QVERIFY(process.says("server is active"));
        process.tell("ignore SIGHUP");
        QVERIFY(process.answers());
        process.signal(SIGHUP);
        QVERIFY(process.answers());
        process.signal(SIGTERM);
        QVERIFY(process.says("server is shutting down"));
        process.signal(SIGHUP);
        QVERIFY(process.answers());
        process.tell("open the gate");
        QVERIFY(process.exitsWith(0));
    }

    void formerHandlersComeBack_data()
    {
        QTest::addColumn<bool>("isReceived");
        QTest::newRow("no signal came") << false;
        QTest::newRow("a signal has ended serve()") << true;
    }
    void formerHandlersComeBack() // R24
    {
        QFETCH(bool, isReceived);
        const auto handler = [](int) {};
        const auto former = std::signal(SIGHUP, handler);
        Conductor conductor;
        limit(&conductor);
        connect(&conductor, &Conductor::activated, this, [&] {
            if (isReceived)
                std::raise(SIGHUP);
            else
                conductor.shutdown();
        });
        QCOMPARE(conductor.serve(), 0);
        QVERIFY(std::signal(SIGHUP, former) == static_cast<void (*)(int)>(handler));
    }

    void handlersThatTheApplicationSetsMeanwhileStay() // R24
    {
        const auto handler = [](int) {};
        Conductor conductor;
        limit(&conductor);
        connect(&conductor, &Conductor::activated, this, [&] {
            std::signal(SIGHUP, handler);
            conductor.shutdown();
        });
        QCOMPARE(conductor.serve(), 0);
        QVERIFY(std::signal(SIGHUP, SIG_DFL) == static_cast<void (*)(int)>(handler));
    }

    void aForkedProcessGetsTheFormerAction_data()
    {
        QTest::addColumn<QByteArray>("kind");
        QTest::addColumn<QByteArray>("command");
        QTest::addColumn<QByteArray>("end");
        QTest::newRow("the default action")
                << QByteArray("serves") << QByteArray("fork") << QByteArray("ended by signal 15");
        QTest::newRow("a handler") << QByteArray("serves with a handler") << QByteArray("fork")
                                   << QByteArray("exited with 3");
        QTest::newRow("after exec()") << QByteArray("serves") << QByteArray("fork and execute")
                                      << QByteArray("ended by signal 15");
    }
    void aForkedProcessGetsTheFormerAction() // R24: Its parent serves on.
    {
        QFETCH(QByteArray, kind);
        QFETCH(QByteArray, command);
        QFETCH(QByteArray, end);
        Process process(kind);
        QVERIFY(process.says("server is active"));
        const pid_t forked = process.forks(command);
        QVERIFY(forked > 0);
        kill(forked, SIGTERM);
        process.tell("wait for the forked process");
        QVERIFY(process.says(end));
        QVERIFY(process.answers());
        QVERIFY(!process.hasSaid("server is shutting down"));
        process.signal(SIGTERM);
        QVERIFY(process.opensTheGate("server is shutting down"));
        QVERIFY(process.exitsWith(0));
    }

    void aForkedProcessThatSharesItsMemory() // R24
    {
        Process process("serves");
        QVERIFY(process.says("server is active"));
        process.tell("vfork");
        QVERIFY(process.says("ended by signal 15"));
        QVERIFY(process.answers());
        QVERIFY(!process.hasSaid("server is shutting down"));
        process.signal(SIGTERM);
        QVERIFY(process.opensTheGate("server is shutting down"));
        QVERIFY(process.exitsWith(0));
    }

    void aForkedProcessThatServesIsTold() // R24: Signals end the application in each process that calls serve().
    {
        Process process("serves");
        QVERIFY(process.says("server is active"));
        const pid_t forked = process.forks("fork and serve");
        QVERIFY(forked > 0);
        QVERIFY(process.says("the forked process is active"));
        kill(forked, SIGTERM);
        QVERIFY(process.says("the forked process has served 0"));
        process.tell("wait for the forked process");
        QVERIFY(process.says("exited with 5"));
        QVERIFY(process.answers());
        QVERIFY(!process.hasSaid("server is shutting down"));
    }

    void aSignalOfTheParentIsNotTheForkedProcesss() // R24
    {
        Process process("serves");
        QVERIFY(process.says("server is active"));
        QVERIFY(process.forks("fork and process events") > 0);
        process.signal(SIGTERM);
        QVERIFY(process.says("server is shutting down"));
        process.tell("ask the forked process");
        QVERIFY(process.says("the forked process goes on"));
        process.tell("open the gate");
        QVERIFY(process.exitsWith(0));
    }

    void whatIsPrintedIsNoSignal_data()
    {
        QTest::addColumn<QString>("closed");
        QTest::newRow("stdin") << "0";
        QTest::newRow("stdout") << "1";
        QTest::newRow("stderr") << "2";
        QTest::newRow("stdin and stdout") << "01";
        QTest::newRow("stdout and stderr") << "12";
        QTest::newRow("all") << "012";
    }
    void whatIsPrintedIsNoSignal() // R24: Descriptors of closed standard streams stay closed.
    {
        QFETCH(QString, closed);
        QProcess process;
        process.start(QCoreApplication::applicationFilePath(), { QStringLiteral("--close"), closed });
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 7);
    }

    void aSignalEndsTheInnerRunFirst() // R23, R24
    {
        Process process("serves in a run");
        QVERIFY(process.says("inner is active"));
        process.signal(SIGTERM);
        QVERIFY(process.says("inner is shutting down"));
        QVERIFY(process.answers());
        QVERIFY(!process.hasSaid("outer is shutting down"));
        process.tell("open the gate");
        QVERIFY(process.says("served 0"));
        QVERIFY(process.opensTheGate("outer is shutting down"));
        QVERIFY(process.says("about to quit"));
        QVERIFY(process.says("run 0"));
        QVERIFY(process.exitsWith(0));
        QVERIFY(!process.hasSaid("asked to quit"));
    }

    void aSignalInARunEndsTheApplicationAroundIt_data()
    {
        QTest::addColumn<QByteArray>("command");
        QTest::addColumn<QByteArray>("result");
        QTest::newRow("shutdown succeeds") << QByteArray("open the gate") << QByteArray("0");
        QTest::newRow("shutdown fails") << QByteArray("fail at the gate") << QByteArray("1");
    }
    void aSignalInARunEndsTheApplicationAroundIt() // R23, R24
    {
        QFETCH(QByteArray, command);
        QFETCH(QByteArray, result);
        Process process("runs in a slot");
        QVERIFY(process.says("server is active"));
        process.signal(SIGTERM);
        QVERIFY(process.says("server is shutting down"));
        QVERIFY(process.answers());
        QVERIFY(!process.hasSaid("about to quit"));
        process.tell(command);
        QVERIFY(process.says("run " + result));
        QVERIFY(process.says("executed " + result));
        QVERIFY(process.exitsWith(result.toInt()));
        QVERIFY(!process.hasSaid("asked to quit"));
    }

    void aSignalEndsTheApplicationAroundAThread() // R22, R24
    {
        Process process("serves in a thread");
        QVERIFY(process.says("server is active"));
        process.signal(SIGTERM);
        QVERIFY(process.says("server is shutting down"));
        QVERIFY(process.answers());
        QVERIFY(!process.hasSaid("about to quit"));
        process.tell("open the gate");
        QVERIFY(process.says("served 0"));
        QVERIFY(process.says("executed 0"));
        QVERIFY(process.exitsWith(0));
        QVERIFY(!process.hasSaid("asked to quit"));
    }

    void whatASlotSetsUpIsShutDown_data()
    {
        QTest::addColumn<Deed>("end");
        QTest::addColumn<int>("setups");
        QTest::addColumn<int>("result");
        const Deed signal = [](Conductor *) { std::raise(SIGTERM); };
        const Deed exit = [](Conductor *) { QCoreApplication::exit(3); };
        QTest::newRow("a signal, once") << signal << 1 << 0;
        QTest::newRow("a signal, always") << signal << 1000000 << 0;
        QTest::newRow("exit(), once") << exit << 1 << 3;
        QTest::newRow("exit(), always") << exit << 1000000 << 3;
    }
    void whatASlotSetsUpIsShutDown() // R21, R24
    {
        QFETCH(Deed, end);
        QFETCH(int, setups);
        QFETCH(int, result);
        Conductor conductor;
        Probe probe;
        conductor.add(&probe);
        limit(&conductor);
        probe.setupHook = [&] { return afterTicks(&probe, 3); };
        connect(&conductor, &Conductor::activated, this, [&] { end(&conductor); });
        connect(&conductor, &Conductor::stateChanged, this, [&, left = setups](Conductor::State state) mutable {
            if (state == Conductor::State::Inactive && left-- > 0)
                conductor.setup();
        });
        QCOMPARE(conductor.serve(), result);
        QCOMPARE(conductor.state() == Conductor::State::Inactive, setups == 1);
    }

    void shutdownEndsServe_data()
    {
        QTest::addColumn<Deed>("arrange");
        const auto whenActive = [](const Deed &deed) -> Deed {
            return [deed](Conductor *conductor) {
                connect(conductor, &Conductor::activated, conductor, [=] { deed(conductor); });
            };
        };
        const auto whileSettingUp = [](const Deed &deed) -> Deed {
            return [deed](Conductor *conductor) {
                auto *probe = qobject_cast<Probe *>(conductor->components().constFirst());
                probe->setupHook = [=] {
                    deed(conductor);
                    return afterTicks(probe, 3);
                };
            };
        };
        const Deed cancel = [](Conductor *conductor) { conductor->setup().cancel(); };
        const Deed shutDownLater = [](Conductor *conductor) {
            QTimer::singleShot(0, conductor, [=] { conductor->shutdown(); });
        };
        const Deed goOnlyToCancel = [](Conductor *conductor) {
            conductor->shutdown();
            conductor->setup().cancel();
        };
        QTest::newRow("in a slot") << whenActive(&shutDown);
        QTest::newRow("in a hook") << whileSettingUp(&shutDown);
        QTest::newRow("at another time") << whenActive(shutDownLater);
        QTest::newRow("setup is canceled") << whileSettingUp(cancel);
        QTest::newRow("the setup behind it is canceled") << whenActive(goOnlyToCancel);
    }
    void shutdownEndsServe() // R24
    {
        QFETCH(Deed, arrange);
        Conductor conductor;
        Probe probe;
        probe.shutdownHook = [&] { return afterTicks(&probe, 3); };
        conductor.add(&probe);
        limit(&conductor);
        arrange(&conductor);
        QCOMPARE(conductor.serve(), 0);
        QCOMPARE(conductor.state(), Conductor::State::Inactive);
        QCOMPARE(probe.setupCount, 1);
        QCOMPARE(probe.shutdownCount, 1);
    }

    void serveReturns1WhenThatShutdownFails() // R24
    {
        Conductor conductor;
        Probe probe;
        conductor.add(&probe);
        limit(&conductor);
        probe.shutdownHook = [] { return Component::failed(QStringLiteral("no")); };
        connect(&conductor, &Conductor::activated, &conductor, &Conductor::shutdown);
        QTest::ignoreMessage(QtCriticalMsg, QRegularExpression(QStringLiteral("^Shutdown failed: Probe: no")));
        QCOMPARE(conductor.serve(), 1);
    }

    void aSetupBehindTheShutdownServesOn_data()
    {
        QTest::addColumn<Deed>("restart");
        const auto at = [](auto signal) -> Deed {
            return [signal](Conductor *conductor) {
                connect(conductor, signal, conductor, [conductor, isFirst = true]() mutable {
                    if (conductor->state() == Conductor::State::Inactive && std::exchange(isFirst, false))
                        conductor->setup();
                });
                conductor->shutdown();
            };
        };
        const Deed atOnce = [](Conductor *conductor) {
            conductor->shutdown();
            conductor->setup();
        };
        const Deed inAContinuation = [](Conductor *conductor) {
            conductor->shutdown().then(conductor, [=] { conductor->setup(); });
        };
        const Deed inAWatcher = [](Conductor *conductor) {
            auto *watcher = new QFutureWatcher<void>(conductor);
            connect(watcher, &QFutureWatcherBase::finished, conductor, [=] { conductor->setup(); });
            watcher->setFuture(conductor->shutdown());
        };
        QTest::newRow("called at once") << atOnce;
        QTest::newRow("called by a slot of stateChanged()") << at(&Conductor::stateChanged);
        QTest::newRow("called by a slot of deactivated()") << at(&Conductor::deactivated);
        QTest::newRow("called by a continuation") << inAContinuation;
        QTest::newRow("called by a watcher") << inAWatcher;
    }
    void aSetupBehindTheShutdownServesOn() // R12, R24
    {
        QFETCH(Deed, restart);
        Conductor conductor;
        Probe probe;
        conductor.add(&probe);
        limit(&conductor);
        probe.setupHook = [&] { return afterTicks(&probe, 3); };
        probe.shutdownHook = [&] { return afterTicks(&probe, 3); };
        connect(&conductor, &Conductor::activated, this, [&] {
            if (probe.setupCount == 1)
                restart(&conductor);
            else
                QMetaObject::invokeMethod(
                        &probe, [] { QCoreApplication::exit(7); }, Qt::QueuedConnection);
        });
        QCOMPARE(conductor.serve(), 7);
        QCOMPARE(probe.setupCount, 2);
        QCOMPARE(probe.shutdownCount, 2);
    }

    void theShutdownOfWhatServesWithinARunEndsThatAlone() // R23, R24
    {
        Conductor outer;
        Conductor inner;
        Probe outerProbe;
        Probe innerProbe;
        outer.add(&outerProbe);
        inner.add(&innerProbe);
        limit(&outer);
        connect(&inner, &Conductor::activated, &inner, &Conductor::shutdown);
        int served = -1;
        Conductor::State state = Conductor::State::Inactive;
        QCOMPARE(outer.run([&] {
            served = inner.serve();
            state = outer.state();
            return afterTicks(&outerProbe, 3);
        }),
                 0);
        QCOMPARE(served, 0);
        QCOMPARE(state, Conductor::State::Active);
        QCOMPARE(innerProbe.shutdownCount, 1);
        QCOMPARE(outerProbe.shutdownCount, 1);
    }

    void exitEndsAMainThatOutlivesTheShutdown() // R23, R24
    {
        Conductor conductor;
        Probe probe;
        conductor.add(&probe);
        limit(&conductor);
        conductor.setShutdownTimeout(120000); // later than that, so that no timeout of main ends it
        connect(
                &conductor, &Conductor::deactivated, &probe, [] { QCoreApplication::exit(3); }, Qt::QueuedConnection);
        Gate gate;
        QFutureWatcher<void> watcher;
        connect(&watcher, &QFutureWatcherBase::canceled, this, [&] { gate.open(); });
        QCOMPARE(conductor.run([&] {
            conductor.shutdown();
            const QFuture<void> future = gate.enter();
            watcher.setFuture(future);
            return future;
        }),
                 3);
        QCOMPARE(probe.shutdownCount, 1);
    }

    void aQuitThatWasRefusedEndsARunThatSetsUpAgain() // R21, R23, R24
    {
        QuitRefuser refuser;
        Conductor conductor;
        Probe probe;
        conductor.add(&probe);
        limit(&conductor);
        probe.setupHook = [&] {
            if (probe.setupCount == 1)
                conductor.shutdown();
            return afterTicks(&probe, 3);
        };
        connect(
                &conductor, &Conductor::deactivated, &conductor,
                [&] {
                    QCoreApplication::quit();
                    conductor.setup();
                },
                Qt::SingleShotConnection);
        QCOMPARE(conductor.run(&Component::done), 0);
        QCOMPARE(conductor.state(), Conductor::State::Inactive);
        QCOMPARE(probe.shutdownCount, probe.setupCount);
    }

    void anEventLoopRunsAfterExit() // R24
    {
        Conductor conductor;
        Probe probe;
        conductor.add(&probe);
        probe.shutdownHook = [&] { return afterTicks(&probe, 3); };
        QCOMPARE(conductor.run([] {
            QCoreApplication::exit(3);
            return Component::done();
        }),
                 3);
        QEventLoop loop;
        QTimer::singleShot(0, &loop, [&] { loop.exit(4); });
        QCOMPARE(loop.exec(), 4);
    }
};

int main(int argc, char **argv)
{
    const QByteArray role = argc > 1 ? argv[1] : "";
    if (role == "--wait")
        pause();
    if (role == "--close")
        return serveWithClosedStreams(argc, argv);
    QCoreApplication application(argc, argv);
    if (role == "--be")
        return Application().exec(argv[2]);
    tst_Serving test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_serving.moc"
