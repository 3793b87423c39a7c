// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include <QtCore/QCoreApplication>
#include <QtQml/QQmlApplicationEngine>

//! [main]
int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    QQmlApplicationEngine engine;
    engine.addImportPath(QStringLiteral(QCONDUCTOR_IMPORT_PATH)); // The path is empty where the module is linked.
    engine.load(QUrl(QStringLiteral("qrc:/qt/qml/Shop/Main.qml")));
    return engine.rootObjects().isEmpty() ? 2 : app.exec();
}
//! [main]
