// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

// Measures how long the inspector takes for a frame while its graph of 300 components is scrolled, and while their states change.
// It is a program of its own because it needs Qt Quick.

#include "rows.h"
#include "stopwatch.h"

#include <QConductor/Conductor>
#include <QConductor/Inspector>

#include <QtGui/qguiapplication.h>
#include <QtQuick/qquickitem.h>
#include <QtQuick/qquickwindow.h>

namespace {

constexpr int componentCount = 300;
constexpr int frames = 60;

class Part : public QConductor::Component
{
    Q_OBJECT
};

// Each component needs up to three of the forty before it.
void fill(QConductor::Conductor &conductor, QList<Part *> &parts, QObject *owner)
{
    for (int i = 0; i < componentCount; ++i) {
        auto *part = new Part;
        part->setParent(owner);
        part->setObjectName(QStringLiteral("Component %1").arg(i));
        conductor.add(part);
        for (int k = 1; k <= 3 && i >= 20; ++k)
            conductor.addDependency(part, parts.at(i - 1 - (i * 7 + k * 11) % std::min(i, 40)));
        parts += part;
    }
}

QQuickItem *graphFlickable(QQuickItem *item)
{
    if (item->inherits("QQuickFlickable"))
        return item;
    for (QQuickItem *child : item->childItems()) {
        if (QQuickItem *found = graphFlickable(child))
            return found;
    }
    return nullptr;
}

// The time from a change until its frame is painted.
template <class Change> double median(QQuickWindow *window, Change change)
{
    std::vector<double> times;
    for (int i = 0; i < frames; ++i) {
        bool isPainted = false;
        const auto connection = QObject::connect(window, &QQuickWindow::frameSwapped, window,
                                                 [&] { isPainted = true; });
        const auto begun = Clock::now();
        change(i);
        window->update();
        while (!isPainted)
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        times.push_back(nanosecondsSince(begun) / 1e6);
        QObject::disconnect(connection);
    }
    return medianOf(times);
}

} // namespace

int main(int argc, char *argv[])
{
    if (!qEnvironmentVariableIsSet("QT_QUICK_BACKEND"))
        qputenv("QT_QUICK_BACKEND", "software"); // paints when there is no graphics card, as on most build machines
    QGuiApplication application(argc, argv);
    Report report;
    QObject owner;
    QConductor::Conductor conductor;
    QList<Part *> parts;
    fill(conductor, parts, &owner);
    conductor.setup();
    while (conductor.state() != QConductor::Conductor::State::Active)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    const auto begun = Clock::now();
    QQuickWindow *window = QConductor::showInspector(conductor);
    report.add({ QStringLiteral("inspector of %1 components: open").arg(componentCount), nanosecondsSince(begun) / 1e6,
                 0, QStringLiteral("ms") });
    median(window, [](int) {});
    QQuickItem *flickable = graphFlickable(window->contentItem());
    const double width = flickable->property("contentWidth").toDouble() - flickable->width();
    report.add({ QStringLiteral("inspector of %1 components: a frame while it is scrolled").arg(componentCount),
                 median(window, [&](int i) { flickable->setProperty("contentX", width * i / frames); }), 0,
                 QStringLiteral("ms"), 33 });
    report.add({ QStringLiteral("inspector of %1 components: a frame after a change of a state").arg(componentCount),
                 median(window, [&](int i) { conductor.restart(parts.at(componentCount - 1 - i)); }), 0,
                 QStringLiteral("ms"), 33 });
    conductor.shutdownAndWait(std::chrono::seconds(10));
    return 0;
}

#include "inspectorframes.moc"
