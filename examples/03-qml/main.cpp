// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

// An application whose window is shown before anything is set up. The window shows the progress of setup, what failed,
// and what is still being saved at the end.

#include <QtGui/qguiapplication.h>
#include <QtQml/qqmlapplicationengine.h>

int main(int argc, char *argv[])
{
    QGuiApplication application(argc, argv);
    QQmlApplicationEngine engine;
    engine.addImportPath(QStringLiteral(QCONDUCTOR_IMPORT_PATH));
    engine.load(QUrl(QStringLiteral("qrc:/qt-project.org/imports/Orders/Main.qml")));
    return engine.rootObjects().isEmpty() ? 1 : QCoreApplication::exec();
}
