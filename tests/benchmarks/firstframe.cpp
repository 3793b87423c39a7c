// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

// Measures when the first frame of a window is on the screen if a component whose hook keeps the event loop busy is Deferred,
// and if it is Automatic. It is a program of its own because it needs Qt Quick and Qt Widgets.

#include "rows.h"
#include "stopwatch.h"

#include <QConductor/Conductor>

#include <QtQuick/qquickwindow.h>
#include <QtWidgets/qapplication.h>
#include <QtWidgets/qwidget.h>

#include <functional>

namespace {

using StartMode = QConductor::Component::StartMode;
using Shown = std::function<void()>;

constexpr int busyMilliseconds = 100;

class Heavy : public QConductor::Component
{
    Q_OBJECT

protected:
    QFuture<void> onSetup() override
    {
        const auto begun = Clock::now();
        while (nanosecondsSince(begun) < busyMilliseconds * 1e6) { }
        return done();
    }
};

class Widget : public QWidget
{
public:
    explicit Widget(Shown shown) : m_shown(std::move(shown)) { }

protected:
    void paintEvent(QPaintEvent *) override { m_shown(); }

private:
    Shown m_shown;
};

class QuickWindow : public QQuickWindow
{
public:
    explicit QuickWindow(Shown shown) { connect(this, &QQuickWindow::frameSwapped, this, std::move(shown)); }
};

// Sets up a conductor and then shows the window, as the first slot of activated() does in an application. Returns the time
// until the first frame, in milliseconds.
template <class Window> double timeToFirstFrame(StartMode mode)
{
    const auto begun = Clock::now();
    double time = 0;
    Window window([&] { time = time > 0 ? time : nanosecondsSince(begun) / 1e6; });
    window.resize(400, 300);
    Heavy heavy;
    QConductor::Conductor conductor;
    heavy.setStartMode(mode);
    conductor.add(&heavy);
    bool isSettled = false;
    QObject::connect(&conductor, &QConductor::Conductor::activated, &window, [&] { window.show(); });
    QObject::connect(&conductor, &QConductor::Conductor::settled, &window, [&] { isSettled = true; });
    conductor.setup();
    while (time == 0 || !isSettled)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    return time;
}

template <class Window> double median(StartMode mode)
{
    std::vector<double> times;
    for (int i = 0; i < repetitions; ++i)
        times.push_back(timeToFirstFrame<Window>(mode));
    return medianOf(times);
}

template <class Window> void measure(Report &report, const QString &kind)
{
    timeToFirstFrame<Window>(StartMode::Deferred); // The first window of a program loads fonts and plugins.
    report.add({ QStringLiteral("first frame, %1, a hook of %2 ms Deferred, beside Automatic")
                         .arg(kind)
                         .arg(busyMilliseconds),
                 median<Window>(StartMode::Deferred), median<Window>(StartMode::Automatic), QStringLiteral("ms"),
                 0.5 });
}

} // namespace

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    QApplication::setQuitOnLastWindowClosed(false);
    Report report;
    measure<QuickWindow>(report, QStringLiteral("Quick"));
    measure<Widget>(report, QStringLiteral("Widgets"));
    return 0;
}

#include "firstframe.moc"
