// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "rows.h"

#include <QtCore/qcommandlineparser.h>
#include <QtCore/qcoreapplication.h>
#include <QtCore/qfile.h>

#include <cstdio>

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);

    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("Measures what QConductor costs."));
    parser.addHelpOption();
    const QCommandLineOption json(QStringLiteral("json"), QStringLiteral("Write the results to <file>."),
                                  QStringLiteral("file"), QStringLiteral("qconductor_benchmark.json"));
    const QCommandLineOption only(QStringLiteral("only"), QStringLiteral("Measure <part> only."), QStringLiteral("part"));
    parser.addOptions({ json, only });
    parser.process(application);

    const std::pair<QString, void (*)(Report &)> parts[] = {
        { QStringLiteral("scheduling"), measureScheduling }, { QStringLiteral("everything"), measureEverything },
        { QStringLiteral("scale"), measureScale },           { QStringLiteral("smallstack"), measureSmallStack },
        { QStringLiteral("memory"), measureMemory },         { QStringLiteral("naive"), measureNaive },
        { QStringLiteral("makespan"), measureMakespan },     { QStringLiteral("eventloop"), measureEventLoop },
    };
    Report report;
    for (const auto &[name, measure] : parts) {
        if (!parser.isSet(only) || parser.value(only) == name)
            measure(report);
    }

    QFile file(parser.value(json));
    if (!file.open(QIODevice::WriteOnly) || file.write(report.toJson()) < 0) {
        std::fprintf(stderr, "can't write %s: %s\n", qPrintable(file.fileName()), qPrintable(file.errorString()));
        return 1;
    }
    return 0;
}
