// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "backgroundworkers.h"
#include "commandline.h"
#include "demo.h"
#include "print.h"
#include "webapi.h"

#include <QConductor/Conductor>
#include <QConductor/Error>

#include <QtCore/qcoreapplication.h>

#include <algorithm>
#include <cstdio>

using namespace Qt::StringLiterals;
using QConductor::Component;
using QConductor::Conductor;

namespace {

QString nameOf(const Component *component)
{
    return QString::fromLatin1(component->metaObject()->className()).section(u"::"_s, -1);
}

QString namesOf(const QList<Component *> &components)
{
    QStringList names;
    for (const Component *component : components)
        names += nameOf(component);
    return names.join(u", "_s);
}

void printLayersAsTheyComeUp(Conductor *conductor)
{
    QObject::connect(conductor, &Conductor::progressChanged, conductor, [conductor, up = 0]() mutable {
        QList<QList<Component *>> layers = conductor->layers();
        for (QList<Component *> &layer : layers)
            layer.removeIf([](const Component *each) { return each->startMode() != Component::StartMode::Automatic; });
        layers.removeIf([](const auto &layer) { return layer.isEmpty(); });
        const auto isUp = [](const QList<Component *> &layer) {
            return std::all_of(layer.begin(), layer.end(), std::mem_fn(&Component::isActive));
        };
        for (; up < layers.size() && isUp(layers.at(up)); ++up)
            Shop::print(u"up: %1"_s.arg(namesOf(layers.at(up))));
    });
}

// What begins later, or is set up again, comes up here too.
void printComponentsAsTheyMove(const Conductor &conductor)
{
    const QList<Component *> components = conductor.components();
    for (const Component *component : components) {
        QObject::connect(component, &Component::stateChanged, component, [component](Component::State state) {
            if (state == Component::State::Inactive)
                Shop::print(u"down: %1"_s.arg(nameOf(component)));
            else if (state == Component::State::Active)
                Shop::print(u"up: %1"_s.arg(nameOf(component)));
        });
    }
}

// Reads the settings again. If the number of workers has changed, the workers alone are restarted, while requests go on.
void reload(Conductor *conductor, Shop::CommandLine *commandLine, Shop::BackgroundWorkers *workers)
{
    commandLine->reload();
    try {
        if (workers->isOutdated())
            conductor->restart(workers);
    } catch (const QConductor::Error &error) {
        std::fprintf(stderr, "The workers stay as they are: %s\n", error.what());
    }
}

// Prints the first line of each message.
void logBriefly(QtMsgType, const QMessageLogContext &, const QString &message)
{
    std::fprintf(stderr, "%s\n", qPrintable(message.section(u'\n', 0, 0)));
}

int run(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"shop"_s); // also the name of the data folder
    Shop::CommandLine commandLine(QCoreApplication::arguments());

    //! [conductor]
    Conductor conductor;
    conductor.setConfigPolicy(commandLine.config());
    auto *api = conductor.add<Shop::WebApi>(); // with the database and the queue that it needs
    auto *workers = conductor.add<Shop::BackgroundWorkers>();
    //! [conductor]

    if (commandLine.hasMetrics()) {
        conductor.add<Shop::UptimeProbe>();
        conductor.add<Shop::DiskProbe>();
        conductor.add<Shop::Metrics>(); // which the others use if it is there
    }

    printLayersAsTheyComeUp(&conductor);
    QObject::connect(&conductor, &Conductor::activated, api, [&conductor, api] {
        Shop::print(u"Serving on %1; Ctrl+C stops"_s.arg(api->url().toString()));
        printComponentsAsTheyMove(conductor);
    });

    QObject::connect(api, &Shop::WebApi::reloadRequested, &conductor,
                     [&] { reload(&conductor, &commandLine, workers); });

    //! [serve]
    if (!commandLine.isDemo())
        return conductor.serve();
    //! [serve]
    Shop::Demo demo(api, workers, conductor.component<Shop::Metrics>());
    return conductor.run([&demo] { return demo.run(); });
}

} // namespace

int main(int argc, char *argv[])
{
    qInstallMessageHandler(logBriefly);
    try {
        return run(argc, argv);
    } catch (const QConductor::Error &error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
