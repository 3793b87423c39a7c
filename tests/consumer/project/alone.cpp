// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include <QtCore/QCoreApplication>
#include <QtQml/QQmlApplicationEngine>

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    QQmlApplicationEngine engine;
    engine.addImportPath(QStringLiteral(QCONDUCTOR_IMPORT_PATH)); // The path is empty where the module is linked.
    engine.loadData("import QtQml\n"
                    "import QConductor\n"
                    "Conductor { running: true; onActivated: Qt.quit(); AsyncComponent { } }\n");
    return engine.rootObjects().isEmpty() ? 2 : app.exec();
}
