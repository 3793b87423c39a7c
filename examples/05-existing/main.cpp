// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

// An application that exists, with parts that are no components, started and stopped by a conductor. before.cpp shows how it was
// before; none of the classes of its parts was changed.
//
//     example_existing [FILE]      FILE: the settings; a folder that doesn't exist makes the start fail

#include "parts.h"
#include "transfersettings.h"

#include <QtCore/qfile.h>
#include <QtCore/qtemporarydir.h>
#include <QtWidgets/qapplication.h>

namespace {

// Returns the name of a file with the settings of a person who has a few transfers.
QString exampleFile()
{
    static const QTemporaryDir home;
    const QStringList names { QStringLiteral("debian.example.org"), QStringLiteral("films.example.com"),
                              QStringLiteral("tracker.example.net") };
    for (const QString &name : names) {
        QFile file(home.filePath(name + QLatin1String(".transfer")));
        file.open(QFile::WriteOnly);
    }
    return home.filePath(QStringLiteral("settings.ini"));
}

} // namespace

//! [main]
int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    TransferSettings settings(argc > 1 ? QString::fromLocal8Bit(argv[1]) : exampleFile());

    QConductor::Conductor conductor;
    addParts(conductor, &settings);
    conductor.setFailureHandler(&askWhatToDo);
    return conductor.serve();
}
//! [main]
